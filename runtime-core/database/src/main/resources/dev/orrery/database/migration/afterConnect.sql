set time zone 'UTC';
