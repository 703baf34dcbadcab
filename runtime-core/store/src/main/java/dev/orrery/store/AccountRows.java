package dev.orrery.store;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.util.Locale;

/** The rows of an account's entry: the entry itself, and what people look at. */
final class AccountRows {
  private AccountRows() {}

  static void add(String deployment, long seq, AccountEntry entry, Batch batch) {
    String number = Long.toString(seq);
    batch.add(
        Table.ACCOUNT_JOURNAL,
        deployment,
        number,
        AccountCodec.kind(entry),
        AccountCodec.body(entry),
        Texts.time(entry.at()));
    new Row(deployment, number, Texts.time(entry.at()), batch).project(entry);
  }

  private record Row(String deployment, String seq, String asOf, Batch batch) {
    void project(AccountEntry entry) {
      switch (entry) {
        case AccountEntry.Intended it -> intent(it);
        case AccountEntry.Amending it ->
            event(
                it.order().id(),
                "amending",
                it.order().quantity() + " " + TermsText.of(it.order().terms()));
        case AccountEntry.Answered it -> answer(it);
        case AccountEntry.DayOpened _, AccountEntry.Began _, AccountEntry.Standing _ -> {
          // Only the fold wants it.
        }
        case AccountEntry.Told it -> told(it.event());
      }
    }

    private void intent(AccountEntry.Intended it) {
      OrderSpec order = it.order();
      batch.add(
          Table.ORDER_INTENTS,
          deployment,
          order.id().value(),
          seq,
          Texts.clean(it.strategy()),
          Texts.clean(it.origin()),
          Texts.clean(order.symbol()),
          lower(order.side()),
          order.quantity().toString(),
          TermsText.of(order.terms()),
          Texts.flag(order.reduceOnly()),
          order.entry().map(ClientOrderId::value).orElse(null),
          Texts.clean(order.label()),
          Long.toString(it.epoch()),
          Texts.time(it.validUntil()),
          asOf);
    }

    private void answer(AccountEntry.Answered it) {
      String asked = lower(it.asked());
      switch (it.outcome()) {
        case OrderOutcome.Accepted yes ->
            event(yes.clientOrderId(), asked + "_accepted", yes.venueOrderId());
        case OrderOutcome.Rejected no ->
            event(no.clientOrderId(), asked + "_rejected", no.venueReason());
        case OrderOutcome.Unresolved unknown ->
            event(unknown.clientOrderId(), asked + "_unresolved", unknown.cause());
      }
    }

    private void told(BrokerEvent told) {
      switch (told) {
        case BrokerEvent.OrderOpened it -> event(it.clientOrderId(), "opened", it.venueOrderId());
        case BrokerEvent.OrderTriggered it -> event(it.clientOrderId(), "triggered", "");
        case BrokerEvent.OrderAmended it ->
            event(it.clientOrderId(), "amended", it.remaining() + " at " + it.price());
        case BrokerEvent.OrderClosed it ->
            event(
                it.clientOrderId(),
                "closed",
                lower(it.reason()) + (it.detail().isEmpty() ? "" : ": " + it.detail()));
        case BrokerEvent.OrderFilled it -> fill(it.fill());
        case BrokerEvent.FundingPaid it ->
            batch.add(
                Table.FUNDING_PAYMENTS,
                deployment,
                Texts.clean(it.id()),
                seq,
                Texts.clean(it.symbol()),
                it.amount().toString(),
                it.hourlyRate().toPlainString(),
                it.quantity().toString(),
                asOf);
        case BrokerEvent.Deposited _, BrokerEvent.LeverageChanged _, BrokerEvent.Liquidated _ -> {
          // Told to people by the log.
        }
      }
    }

    private void fill(Fill fill) {
      batch.add(
          Table.FILLS,
          deployment,
          Texts.clean(fill.fillId()),
          seq,
          fill.clientOrderId().value(),
          Texts.clean(fill.symbol()),
          lower(fill.side()),
          fill.price().toString(),
          fill.quantity().toString(),
          fill.fee().toString(),
          Texts.flag(fill.maker()),
          Texts.flag(fill.liquidation()),
          asOf);
    }

    private void event(ClientOrderId order, String kind, String detail) {
      batch.add(
          Table.ORDER_EVENTS, deployment, seq, order.value(), kind, Texts.clean(detail), asOf);
    }

    private static String lower(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
