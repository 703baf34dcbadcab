package dev.orrery.testkit;

import dev.orrery.api.Model;
import dev.orrery.api.ModelReply;
import dev.orrery.api.value.Usd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A language model that answers from a script, one reply after the other; without a script none is
 * configured. Its tokens are words and cost nothing. Thread-safe.
 */
public final class ScriptedModel implements Model {
  private final boolean available;
  private final Deque<String> replies;
  private final List<String> prompts = new ArrayList<>();

  ScriptedModel(List<String> replies) {
    this.available = !replies.isEmpty();
    this.replies = new ArrayDeque<>(replies);
  }

  @Override
  public boolean available() {
    return available;
  }

  @Override
  public synchronized ModelReply complete(String prompt) {
    if (!available) {
      throw new IllegalStateException("no language model is configured");
    }
    prompts.add(prompt);
    String reply = replies.poll();
    if (reply == null) {
      throw new IllegalStateException(
          "the scripted model has no reply for prompt " + prompts.size());
    }
    return new ModelReply(reply, words(prompt), words(reply), Usd.ZERO);
  }

  /** What was asked so far, oldest first. A copy. */
  public synchronized List<String> prompts() {
    return List.copyOf(prompts);
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.trim().split("\\s+", -1).length;
  }
}
