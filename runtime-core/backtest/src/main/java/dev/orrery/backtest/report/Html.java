package dev.orrery.backtest.report;

/**
 * Writes HTML. What it is given is text and is escaped, in elements as in attributes; only {@link
 * #trusted} takes markup, and only our own. Tags and names of attributes are our own, too.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Begins an element; attributes as names and values. */
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append('>');
    return this;
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /** An element with nothing in it but text. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Our own markup, scripts and styles. */
  Html trusted(String markup) {
    out.append(markup);
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
