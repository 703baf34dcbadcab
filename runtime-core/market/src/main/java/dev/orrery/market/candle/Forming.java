package dev.orrery.market.candle;

/** A candle under construction. Confined to its series. */
final class Forming {
  final long openTime;
  final long end;
  private final double open;
  private double high;
  private double low;
  private double close;
  private double volume;

  Forming(Candle first, long millis) {
    openTime = first.openTime();
    end = openTime + millis;
    open = first.open();
    high = first.high();
    low = first.low();
    close = first.close();
    volume = first.volume();
  }

  Forming(
      long openTime,
      long millis,
      double open,
      double high,
      double low,
      double close,
      double volume) {
    this.openTime = openTime;
    this.end = openTime + millis;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
  }

  void add(double laterHigh, double laterLow, double laterClose, double laterVolume) {
    high = Math.max(high, laterHigh);
    low = Math.min(low, laterLow);
    close = laterClose;
    volume += laterVolume;
  }

  Candle candle() {
    return new Candle(openTime, open, high, low, close, volume);
  }
}
