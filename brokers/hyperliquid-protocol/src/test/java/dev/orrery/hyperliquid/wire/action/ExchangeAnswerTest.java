package dev.orrery.hyperliquid.wire.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.WireJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeAnswerTest {
  private static final Cloid CLOID = new Cloid("0x0123456789abcdef0123456789abcdef");

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("{'status':'ok','response':{'type':'default'}}", new ExchangeAnswer.Done()),
        Arguments.of(
            "{'status':'err','response':'Action already expired'}",
            new ExchangeAnswer.Refused("Action already expired")),
        Arguments.of(
            "{'status':'ok','response':{'type':'order','data':{'statuses':["
                + "{'resting':{'oid':77738308,'cloid':'0x0123456789abcdef0123456789abcdef'}},"
                + "{'filled':{'totalSz':'0.02','avgPx':'1891.4','oid':77747314}},"
                + "{'error':'Order has zero size.'},'waitingForFill','waitingForTrigger']}}}",
            new ExchangeAnswer.Statuses(
                "order",
                List.of(
                    new EntryStatus.Resting(77_738_308, CLOID),
                    new EntryStatus.Filled(
                        new BigDecimal("0.02"), new BigDecimal("1891.4"), 77_747_314, null),
                    new EntryStatus.Failed("Order has zero size."),
                    EntryStatus.Word.WAITING_FOR_FILL,
                    EntryStatus.Word.WAITING_FOR_TRIGGER))),
        Arguments.of(
            "{'status':'ok','response':{'type':'cancel','data':{'statuses':['success',{'error':'x'}]}}}",
            new ExchangeAnswer.Statuses(
                "cancel", List.of(EntryStatus.Word.SUCCESS, new EntryStatus.Failed("x")))),
        Arguments.of(
            "{'status':'ok','response':{'type':'twapOrder','data':{'status':{'running':{'twapId':1}}}}}",
            new ExchangeAnswer.OneStatus("twapOrder", new EntryStatus.Running(1))),
        Arguments.of(
            "{'status':'ok','response':{'type':'twapCancel','data':{'status':'success'}}}",
            new ExchangeAnswer.OneStatus("twapCancel", EntryStatus.Word.SUCCESS)),
        Arguments.of(
            "{'status':'ok','response':{'type':'createSubAccount','data':'0x31ca8395cf837de08b24da3f660e77761dfb974b'}}",
            new ExchangeAnswer.Created(new Address("0x31ca8395cf837de08b24da3f660e77761dfb974b"))),
        Arguments.of(
            "{'status':'ok','response':{'type':'new','data':{'x':1}}}",
            new ExchangeAnswer.Other("new", WireJson.tree("{\"x\":1}"))),
        Arguments.of(
            "{'status':'ok','response':{'type':'order','data':{'statuses':[{'new':1}]}}}",
            new ExchangeAnswer.Statuses(
                "order", List.of(new EntryStatus.Unknown(WireJson.tree("{\"new\":1}"))))));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersReadBackAsTheyWere(String sample, ExchangeAnswer answer) {
    String json = sample.replace('\'', '"');
    assertThat(ExchangeAnswer.read(json.getBytes(UTF_8))).isEqualTo(answer);
    assertThat(answer.json()).hasToString(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"status\":\"maybe\"}",
        "{\"status\":",
        "{\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":[{\"resting\":{}}]}}}"
      })
  void refusesWhatIsNoAnswer(String json) {
    assertThatThrownBy(() -> ExchangeAnswer.read(json.getBytes(UTF_8)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void oneErrorForABatchIsTheErrorOfEveryOrder() {
    EntryStatus.Failed failed = new EntryStatus.Failed("Trigger order is not reduce only.");
    ExchangeAnswer.Statuses answer = new ExchangeAnswer.Statuses("order", List.of(failed));
    assertThat(answer.forEach(3)).containsExactly(failed, failed, failed);
    assertThat(failed.refusal().reason()).isEqualTo(RefusalReason.TRIGGER_NOT_REDUCE_ONLY);
  }

  @Test
  void whatHasNoEntryIsUnknown() {
    EntryStatus.Resting resting = new EntryStatus.Resting(5, null);
    ExchangeAnswer.Statuses answer = new ExchangeAnswer.Statuses("order", List.of(resting));
    assertThat(answer.forEach(2)).containsExactly(resting, new EntryStatus.Unknown(null));
    assertThat(answer.forEach(1)).containsExactly(resting);
  }
}
