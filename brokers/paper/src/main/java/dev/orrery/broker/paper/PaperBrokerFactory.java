package dev.orrery.broker.paper;

import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;

/** Opens paper accounts of one kind of settings. Needs no keys and no network. */
record PaperBrokerFactory(PaperSettings settings, TakenFills taken) implements BrokerFactory {
  @Override
  public String kind() {
    return "paper";
  }

  @Override
  public Broker open(Request request) {
    PaperBroker broker = new PaperBroker(settings, taken, request);
    if (settings.latency().isZero()) {
      return broker;
    }
    if (request.timeline().kind() != Timeline.Kind.SIMULATED) {
      throw new ProblemException(
          Problem.configuration(
              "account " + request.account(),
              "has a latency of " + settings.latency() + ", which is for backtests",
              "leave it out: elsewhere time passes by itself"));
    }
    return new LateBroker(broker, request.timeline(), request.events(), settings.latency());
  }
}
