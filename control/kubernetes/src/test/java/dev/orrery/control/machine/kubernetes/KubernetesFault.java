package dev.orrery.control.machine.kubernetes;

/** What may go wrong with one call. */
sealed interface KubernetesFault {
  /** Nothing is done. */
  record Refused(int status, String reason, String message) implements KubernetesFault {}

  /** It is done, and the answer says otherwise. */
  record DoneAnd(int status) implements KubernetesFault {}

  /** The answer breaks off; it may have been done. */
  record Garbled(boolean done) implements KubernetesFault {}

  /** A page without anything on it, and more to come. */
  record EmptyPage() implements KubernetesFault {}

  /** A list without anything in it, as from a server that has just started. */
  record EmptyList() implements KubernetesFault {}

  /** Too fast. */
  static KubernetesFault tooMany() {
    return new Refused(429, "TooManyRequests", "the server has received too many requests");
  }

  static KubernetesFault broken() {
    return new Refused(503, "ServiceUnavailable", "etcd is not reachable");
  }

  /** The page is of a moment that is forgotten. */
  static KubernetesFault expired() {
    return new Refused(410, "Expired", "The provided continue parameter is too old");
  }

  /** Somebody changed it in between. */
  static KubernetesFault conflict() {
    return new Refused(409, "Conflict", "the object has been modified");
  }
}
