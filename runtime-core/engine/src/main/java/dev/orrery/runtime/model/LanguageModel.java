package dev.orrery.runtime.model;

import dev.orrery.api.ModelReply;

/** A language model behind a provider. Thread-safe; may block. */
public interface LanguageModel {
  /** None is configured. */
  LanguageModel NONE =
      new LanguageModel() {
        @Override
        public boolean available() {
          return false;
        }

        @Override
        public ModelReply complete(String prompt) {
          throw new IllegalStateException(
              "no language model is configured for this deployment: add `model` to its entry");
        }
      };

  /** Whether there is one. */
  boolean available();

  /**
   * Asks and waits.
   *
   * @throws IllegalStateException when the provider failed
   */
  ModelReply complete(String prompt);
}
