package dev.orrery.backtest.replay;

import dev.orrery.api.Model;
import dev.orrery.api.ModelReply;
import dev.orrery.runtime.recording.Read;
import java.util.List;

/** Gives the replies that were recorded, each once: no model is asked again. Confined. */
final class RecordedModel implements Model {
  private final List<Read> reads;
  private final Gaps gaps;
  private int next;

  RecordedModel(List<Read> reads, Gaps gaps) {
    this.reads = reads;
    this.gaps = gaps;
  }

  @Override
  public boolean available() {
    for (Read read : reads) {
      if (read instanceof Read.OfModelThere it) {
        return it.available();
      }
      if (read instanceof Read.OfModel it && it.reply() != null) {
        return true;
      }
    }
    throw gaps.of("whether there is a language model");
  }

  @Override
  public ModelReply complete(String prompt) {
    for (int i = next; i < reads.size(); i++) {
      if (reads.get(i) instanceof Read.OfModel it && it.prompt().equals(prompt)) {
        next = i + 1;
        ModelReply reply = it.reply();
        if (reply == null) {
          throw new IllegalStateException(String.valueOf(it.error()));
        }
        return reply;
      }
    }
    String brief = prompt.length() > 60 ? prompt.substring(0, 60) + "..." : prompt;
    throw gaps.of("a language model's answer to '" + brief.replace('\n', ' ') + "'");
  }
}
