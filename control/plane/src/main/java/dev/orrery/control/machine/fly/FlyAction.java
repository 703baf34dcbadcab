package dev.orrery.control.machine.fly;

/** What is asked of Fly; each has a rate limit of its own. */
enum FlyAction {
  CREATE,
  GET,
  LIST,
  UPDATE,
  START,
  STOP,
  DESTROY,
  WAIT,
  LEASE
}
