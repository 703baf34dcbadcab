'use strict';
// The list of trades: sorted by any column, filtered by text, side and result, so many rows at a
// time. Everything is put in as text, never as markup.
(() => {
  const STEP = 100;
  const columns = [
    {key: 'number', title: '#'},
    {key: 'side', title: 'Side', text: true},
    {key: 'symbol', title: 'Symbol', text: true, wide: true},
    {key: 'opened_at', title: 'Opened', text: true, show: moment},
    {key: 'closed_at', title: 'Closed', text: true, wide: true, show: moment},
    {key: 'bars', title: 'Rows', wide: true, show: value => value.toLocaleString('en-US')},
    {key: 'quantity', title: 'Size', wide: true, show: short4},
    {key: 'entry', title: 'Entry', wide: true, show: short4},
    {key: 'exit', title: 'Exit', wide: true, show: short4},
    {key: 'return', title: 'Return', wide: true, show: percent, signed: true},
    {key: 'net', title: 'Profit', show: value => number(value), signed: true},
    {key: 'why', title: 'Why', text: true, wide: true, why: true},
  ];
  const details = [
    ['closed_at', 'closed', moment], ['held_ms', 'held', held], ['bars', 'rows', String], ['quantity', 'size', String],
    ['entry', 'entry', String], ['exit', 'exit', String], ['gross', 'gross', String], ['slippage', 'of it slippage', String],
    ['fees', 'fees', String], ['funding', 'funding', String], ['net', 'profit', String], ['return', 'return', percent],
    ['ended', 'ended', String],
  ];
  const find = document.getElementById('find');
  const side = document.getElementById('side');
  const ended = document.getElementById('ended');
  const more = document.getElementById('more');
  const body = document.querySelector('#list tbody');
  let sorted = {key: 'number', down: false};
  let room = STEP;

  if (new Set(trades.map(trade => trade.symbol)).size < 2) {
    columns.splice(columns.findIndex(column => column.key === 'symbol'), 1);
  }

  function held(millis) {
    const minutes = Math.round(millis / 60000);
    return minutes >= 1440 ? `${Math.floor(minutes / 1440)} d ${Math.floor(minutes % 1440 / 60)} h`
      : minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
  }

  function element(tag, text, classes = '') {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = classes.trim();
    return made;
  }

  function head() {
    const row = document.createElement('tr');
    columns.forEach(column => {
      const cell = element('th', '', (column.text ? 'text ' : '') + (column.wide ? 'wide' : ''));
      const button = element('button', column.title);
      button.type = 'button';
      button.dataset.sort = column.key;
      if (sorted.key === column.key) {
        cell.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
        button.textContent += sorted.down ? ' \u2193' : ' \u2191';
      }
      button.addEventListener('click', () => {
        sorted = {key: column.key, down: sorted.key === column.key ? !sorted.down : !column.text && column.key !== 'number'};
        show();
      });
      cell.append(button);
      row.append(cell);
    });
    document.querySelector('#list thead').replaceChildren(row);
  }

  function chosen() {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return trades.filter(trade => {
      const text = `${trade.number} ${trade.symbol} ${trade.side} ${trade.ended} ${moment(trade.opened_at)} `
        + `${moment(trade.closed_at)} ${trade.why} ${trade.why_out}`.toLowerCase();
      return (!side.value || trade.side === side.value)
        && (!ended.value || trade.result === ended.value || trade.ended === ended.value)
        && words.every(word => text.toLowerCase().includes(word));
    }).sort((a, b) => {
      const x = a[sorted.key];
      const y = b[sorted.key];
      const order = typeof x === 'string' ? x.localeCompare(y) : x - y;
      return (sorted.down ? -order : order) || a.number - b.number;
    });
  }

  function rowOf(trade) {
    const row = element('tr', '', 'trade');
    row.dataset.number = trade.number;
    row.tabIndex = 0;
    columns.forEach(column => {
      const value = trade[column.key];
      const sign = column.signed ? value < 0 ? 'loss ' : value > 0 ? 'gain ' : '' : '';
      const cell = element('td', column.show ? column.show(value) : value,
        sign + (column.text ? 'text ' : '') + (column.wide ? 'wide ' : '') + (column.why ? 'why' : ''));
      if (column.why) {
        cell.title = value;
      }
      row.append(cell);
    });
    const toggle = () => row.nextSibling && row.nextSibling.className === 'more'
      ? row.nextSibling.remove() : row.after(detailOf(trade));
    row.addEventListener('click', toggle);
    row.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        toggle();
      }
    });
    return row;
  }

  function detailOf(trade) {
    const row = element('tr', '', 'more');
    const cell = document.createElement('td');
    cell.colSpan = columns.length;
    const reasons = element('dl', '', 'reasons');
    [['why', 'opened because'], ['why_out', 'closed because']].filter(([key]) => trade[key])
      .forEach(([key, name]) => reasons.append(element('dt', name), element('dd', trade[key])));
    const list = document.createElement('dl');
    details.forEach(([key, name, as]) => {
      const pair = document.createElement('div');
      pair.append(element('dt', name), element('dd', as(trade[key])));
      list.append(pair);
    });
    const button = element('button', 'Show in the charts');
    button.type = 'button';
    button.addEventListener('click', () => {
      zoomTo(trade.opened_at, trade.closed_at);
      document.getElementById('price').scrollIntoView({block: 'center'});
    });
    cell.append(reasons, list, button);
    row.append(cell);
    return row;
  }

  function show() {
    head();
    const found = chosen();
    body.replaceChildren(...found.slice(0, room).map(rowOf));
    more.hidden = found.length <= room;
    more.textContent = `Show more of ${found.length.toLocaleString('en-US')}`;
    const sum = found.reduce((total, trade) => total + trade.net, 0);
    const beyond = report.trades.all - trades.length;
    document.getElementById('found').textContent =
      `${found.length.toLocaleString('en-US')} of ${trades.length.toLocaleString('en-US')}`
      + (beyond ? ` listed (${beyond.toLocaleString('en-US')} more in trades.csv)` : '')
      + `, profit ${number(sum)} USD`;
  }

  [find, side, ended].forEach(input => input.addEventListener('input', () => {
    room = STEP;
    show();
  }));
  more.addEventListener('click', () => {
    room += STEP;
    show();
  });
  window.addEventListener('beforeprint', () => {
    room = Math.max(room, 500);
    show();
  });
  document.getElementById('trades').hidden = false;
  show();
  if (!trades.length) {
    document.querySelector('#trades .filters').hidden = true;
    body.replaceChildren();
    document.querySelector('#list thead').replaceChildren();
    more.hidden = true;
    document.querySelector('#trades .scroll').textContent = 'There was no trade.';
  }
})();
