package dev.orrery.config;

/** A text that is not of the type asked for. The message says more than the type's name does. */
final class Mismatch extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String detail;
  private final String wayOut;

  Mismatch(String detail, String wayOut) {
    super(detail);
    this.detail = detail;
    this.wayOut = wayOut;
  }

  /** What is wrong beside the type; may be empty. */
  String detail() {
    return detail;
  }

  /** What to write; may be empty. */
  String wayOut() {
    return wayOut;
  }
}
