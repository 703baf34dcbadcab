package dev.orrery.backtest.optimize;

/** What is looked for; more is better. */
public enum Metric {
  /** Sharpe ratio of a year. */
  SHARPE("sharpe"),
  /** End over start less one. */
  RETURN("return"),
  /** The deepest fall from a peak: the least is best. */
  DRAWDOWN("drawdown"),
  /** Return over the deepest fall. */
  RETURN_OVER_DRAWDOWN("return-over-drawdown");

  private final String text;

  Metric(String text) {
    this.text = text;
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** What is compared; NaN where it cannot be told, which is worse than any number. */
  public double of(Score score) {
    return switch (this) {
      case SHARPE -> score.sharpe();
      case RETURN -> score.gain();
      case DRAWDOWN -> -score.drawdown();
      case RETURN_OVER_DRAWDOWN ->
          score.drawdown() > 0 ? score.gain() / score.drawdown() : Double.NaN;
    };
  }
}
