package dev.orrery.broker.paper;

import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;

/** Opens paper accounts of one kind of settings. Needs no keys and no network. */
record PaperBrokerFactory(PaperSettings settings, TakenFills taken) implements BrokerFactory {
  @Override
  public String kind() {
    return "paper";
  }

  @Override
  public Broker open(Request request) {
    return new PaperBroker(settings, taken, request);
  }
}
