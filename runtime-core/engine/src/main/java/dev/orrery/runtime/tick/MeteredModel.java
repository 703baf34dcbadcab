package dev.orrery.runtime.tick;

import dev.orrery.api.Model;
import dev.orrery.api.ModelReply;
import dev.orrery.runtime.model.LanguageModel;
import dev.orrery.runtime.recording.Read;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The language model as one decision sees it: replies kept, tokens and cost counted. */
final class MeteredModel implements Model {
  private final TickContext context;
  private final LanguageModel model;
  private final @Nullable ReadLog reads;
  private int promptTokens;
  private int completionTokens;
  private BigDecimal cost = BigDecimal.ZERO;

  MeteredModel(TickContext context, LanguageModel model, @Nullable ReadLog reads) {
    this.context = context;
    this.model = model;
    this.reads = reads;
  }

  @Override
  public boolean available() {
    boolean there = model.available();
    keep(new Read.OfModelThere(there));
    return there;
  }

  @Override
  public ModelReply complete(String prompt) {
    context.open();
    try {
      ModelReply reply = model.complete(prompt);
      promptTokens += reply.promptTokens();
      completionTokens += reply.completionTokens();
      cost = cost.add(reply.cost().value());
      keep(new Read.OfModel(prompt, reply, null));
      return reply;
    } catch (IllegalStateException e) {
      keep(new Read.OfModel(prompt, null, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  int promptTokens() {
    return promptTokens;
  }

  int completionTokens() {
    return completionTokens;
  }

  BigDecimal cost() {
    return cost;
  }

  private void keep(Read read) {
    if (reads != null) {
      reads.add(read);
    }
  }
}
