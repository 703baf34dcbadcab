package dev.orrery.hyperliquid.wire.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ActionsTest {
  private static final String ORDER =
      "{\"a\":0,\"b\":true,\"p\":\"97123\",\"s\":\"0.001\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}";
  private static final String A = "0x5e9ee1089755c3435139848e47e6635505d5a13a";
  private static final String C = "0x0123456789abcdef0123456789abcdef";

  /** Every action in the form that is hashed; the order of keys is the protocol's. */
  static Stream<String> canonical() {
    return Stream.of(
        "{'type':'order','orders':[ORDER],'grouping':'na'}",
        "{'type':'order','orders':[{'a':110000,'b':false,'p':'80000','s':'0','r':true,'t':{'trigger':"
            + "{'isMarket':true,'triggerPx':'90000.5','tpsl':'sl'}},'c':'CLOID'}],"
            + "'grouping':'positionTpsl','builder':{'b':'ADDRESS','f':10}}",
        "{'type':'order','orders':[ORDER,ORDER],'grouping':{'p':12}}",
        "{'type':'cancel','cancels':[{'a':0,'o':556696349186}]}",
        "{'type':'cancel','cancels':[{'a':0,'o':1},{'a':1,'o':2}],'f':true}",
        "{'type':'cancelByCloid','cancels':[{'asset':0,'cloid':'CLOID'}]}",
        "{'type':'modify','oid':123,'order':ORDER}",
        "{'type':'modify','oid':'CLOID','order':ORDER,'a':true}",
        "{'type':'batchModify','modifies':[{'oid':'CLOID','order':ORDER},{'oid':1,'order':ORDER}]}",
        "{'type':'batchModify','modifies':[{'oid':1,'order':ORDER}],'a':true}",
        "{'type':'updateLeverage','asset':5,'isCross':false,'leverage':7}",
        "{'type':'updateIsolatedMargin','asset':3,'isBuy':true,'ntli':-1500000}",
        "{'type':'topUpIsolatedOnlyMargin','asset':3,'leverage':'2.5'}",
        "{'type':'scheduleCancel'}",
        "{'type':'scheduleCancel','time':1763600000000}",
        "{'type':'twapOrder','twap':{'a':0,'b':true,'s':'1','r':false,'m':30,'t':true}}",
        "{'type':'twapOrder','twap':{'a':0,'b':true,'s':'1','r':false,'m':30,'t':true},"
            + "'details':{'t':{'p':'100','a':true},'s':null}}",
        "{'type':'twapOrder','twap':{'a':0,'b':true,'s':'1','r':false,'m':30,'t':true},"
            + "'details':{'t':null,'s':'90.5'}}",
        "{'type':'twapCancel','a':0,'t':77}",
        "{'type':'noop'}",
        "{'type':'reserveRequestWeight','weight':1000}",
        "{'type':'reserveRequestWeight','weight':1000,'destination':'ADDRESS'}",
        "{'type':'createSubAccount','name':'second'}",
        "{'type':'subAccountTransfer','subAccountUser':'ADDRESS','isDeposit':true,'usd':1000000}",
        "{'type':'vaultTransfer','vaultAddress':'ADDRESS','isDeposit':false,'usd':1000000}",
        "{'type':'setReferrer','code':'FRIEND'}",
        "{'type':'agentSetAbstraction','abstraction':'u'}",
        "{'type':'approveAgent',CHAIN,'agentAddress':'ADDRESS','agentName':'one','nonce':17}",
        "{'type':'approveBuilderFee',CHAIN,'maxFeeRate':'0.01%','builder':'ADDRESS','nonce':17}",
        "{'type':'usdSend',CHAIN,'destination':'0xABC','amount':'1.0','time':17}",
        "{'type':'withdraw3',CHAIN,'destination':'ADDRESS','amount':'1','time':17}",
        "{'type':'spotSend',CHAIN,'destination':'ADDRESS','token':'PURR:0x1','amount':'1','time':17}",
        "{'type':'usdClassTransfer',CHAIN,'amount':'1 subaccount:ADDRESS','toPerp':true,'nonce':17}",
        "{'type':'sendAsset',CHAIN,'destination':'ADDRESS','sourceDex':'','destinationDex':'spot',"
            + "'token':'USDC','amount':'1','fromSubAccount':'','nonce':17}",
        "{'type':'userSetAbstraction',CHAIN,'user':'ADDRESS','abstraction':'disabled','nonce':17}",
        "{'type':'dummy','num':100000000000,'list':[null,true,'x']}");
  }

  private static String json(String sample) {
    return sample
        .replace("ORDER", ORDER)
        .replace("ADDRESS", A)
        .replace("CLOID", C)
        .replace("CHAIN", "'signatureChainId':'0x66eee','hyperliquidChain':'Testnet'")
        .replace('\'', '"');
  }

  private static Action read(String json) {
    return Actions.read(WireJson.tree(json));
  }

  private static String written(Action action) {
    JsonForm out = new JsonForm();
    action.write(out);
    return new String(out.toBytes(), UTF_8);
  }

  @ParameterizedTest
  @MethodSource("canonical")
  void writesTheCanonicalForm(String sample) {
    assertThat(written(read(json(sample)))).isEqualTo(json(sample));
  }

  @ParameterizedTest
  @MethodSource("canonical")
  void readsKeysInAnyOrder(String sample) {
    if (sample.contains("dummy")) {
      return; // What is not known is taken in the order it came.
    }
    JsonNode shuffled = shuffled(WireJson.tree(json(sample)), new Random(1));
    assertThat(written(Actions.read(shuffled))).isEqualTo(json(sample));
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node.isObject()) {
      List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(node.properties());
      Collections.shuffle(entries, random);
      Map<String, JsonNode> object = new LinkedHashMap<>();
      entries.forEach(entry -> object.put(entry.getKey(), shuffled(entry.getValue(), random)));
      return WireJson.node(object);
    }
    if (node.isArray()) {
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(element -> elements.add(shuffled(element, random)));
      return WireJson.node(elements);
    }
    return node;
  }

  @Test
  void takesAwayWhatIsNotCanonical() {
    assertThat(
            written(
                read(
                    """
                    {"grouping":"na","type":"order","builder":null,"orders":[{"c":"0X0123456789ABCDEF0123456789ABCDEF",
                     "t":{"trigger":{"tpsl":"tp","triggerPx":"0100.500","isMarket":false}},
                     "r":false,"s":"0.00100","p":"97123.0","b":true,"a":0}]}
                    """)))
        .isEqualTo(
            json(
                "{'type':'order','orders':[{'a':0,'b':true,'p':'97123','s':'0.001','r':false,'t':"
                    + "{'trigger':{'isMarket':false,'triggerPx':'100.5','tpsl':'tp'}},'c':'CLOID'}],"
                    + "'grouping':'na'}"));
    assertThat(read("{\"type\":\"cancel\",\"cancels\":[],\"f\":false}"))
        .isEqualTo(new CancelOrders(List.of(), false));
    assertThat(read("{\"type\":\"scheduleCancel\",\"time\":null}"))
        .isEqualTo(new ScheduleCancel(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        ",'agentName':''",
        ",'agentName':null",
      })
  void takesAnUnnamedAgentInEveryForm(String name) {
    String json =
        json("{'type':'approveAgent',CHAIN,'agentAddress':'ADDRESS','nonce':17" + name + "}");
    assertThat(((ApproveAgent) read(json)).agentName()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'noop','x':1}|action.x is not known here",
        "{'type':'order','orders':[{'a':0}],'grouping':'na'}|action.orders[0].b is missing",
        "{'type':'order','orders':{},'grouping':'na'}|action.orders must be an array",
        "{'type':'order','orders':[],'grouping':'some'}|action.grouping must be one of na, normalTpsl",
        "{'type':'cancel','cancels':[{'a':0,'o':1,'z':1}]}|action.cancels[0].z is not known here",
        "{'type':'cancel','cancels':[{'a':0,'o':1.0}]}|action.cancels[0].o must be an integer",
        "{'type':'cancel','cancels':[{'a':0,'o':'1'}]}|action.cancels[0].o must be an integer",
        "{'type':'cancel','cancels':[{'a':-1,'o':1}]}|action.cancels[0].a must be an integer of 0",
        "{'type':'cancel','cancels':[{'a':9999999999,'o':1}]}|action.cancels[0].a must be",
        "{'type':'cancel','cancels':[{'a':0,'o':99999999999999999999}]}|must be an integer",
        "{'type':'cancelByCloid','cancels':[{'asset':0,'cloid':'0x1'}]}|32 hex digits",
        "{'type':'topUpIsolatedOnlyMargin','asset':3,'leverage':2.5}|leverage must be a text",
        "{'type':'topUpIsolatedOnlyMargin','asset':3,'leverage':'1e5'}|plain decimal",
        "{'type':'topUpIsolatedOnlyMargin','asset':3,'leverage':'0.123456789'}|up to 8 decimals",
        "{'type':'modify','oid':true,'order':{}}|action.oid must be an integer",
        "{'type':'vaultTransfer','vaultAddress':'0x1','isDeposit':true,'usd':1}|40 hex digits",
        "{'type':'usdSend','signatureChainId':'1','hyperliquidChain':'Testnet','destination':'x','amount':'1','time':1}|signatureChainId",
        "{'type':'dummy','num':1.5}|no numbers but integers",
        "{'type':5}|a text named type",
        "[]|a text named type",
      })
  void refusesWhatItWouldHashDifferently(String sample, String message) {
    assertThatThrownBy(() -> read(json(sample)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesALimitThatIsATriggerToo() {
    String both =
        "{'type':'modify','oid':1,'order':{'a':0,'b':true,'p':'1','s':'1','r':false,'t':"
            + "{'limit':{'tif':'Gtc'},'trigger':{'isMarket':true,'triggerPx':'1','tpsl':'sl'}}}}";
    assertThatThrownBy(() -> read(json(both)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("action.order.t must hold either limit or trigger");
  }

  @Test
  void requestsReadBackAsTheyWere() {
    Seeds.each(
        3_000,
        random -> {
          RandomActions actions = new RandomActions(random);
          Address vault = actions.flag() ? null : actions.address();
          Long expires = actions.flag() ? null : actions.time();
          ExchangeRequest request =
              new ExchangeRequest(
                  actions.any(),
                  actions.time(),
                  new Signature(
                      new BigInteger(random.nextInt(257), new Random(random.nextLong())),
                      new BigInteger(random.nextInt(257), new Random(random.nextLong())),
                      27 + random.nextInt(2)),
                  vault,
                  expires);
          assertThat(ExchangeRequest.read(request.json())).isEqualTo(request);
        });
  }

  @Test
  void readsTheEnvelopesOfDifferentClients() {
    String python =
        """
        {"action":{"type":"noop"},"nonce":5,"signature":{"r":"0x7","s":"0xAB","v":27},
         "vaultAddress":null,"expiresAfter":null}
        """;
    String typescript =
        """
        {"action":{"type":"noop"},"signature":{"r":"0x%s7","s":"0x%sab","v":27},"nonce":5}
        """
            .formatted("0".repeat(63), "0".repeat(62));
    ExchangeRequest wanted =
        new ExchangeRequest(
            new Noop(),
            5,
            new Signature(BigInteger.valueOf(7), BigInteger.valueOf(0xab), 27),
            null,
            null);
    assertThat(ExchangeRequest.read(python.getBytes(UTF_8))).isEqualTo(wanted);
    assertThat(ExchangeRequest.read(typescript.getBytes(UTF_8))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'action':null,'nonce':1,'signature':{'r':'0x1','s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':'1','signature':{'r':'0x1','s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':-1,'signature':{'r':'0x1','s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':1}",
        "{'action':{'type':'noop'},'nonce':1,'signature':{'r':'0x','s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':1,'signature':{'r':1,'s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':1,'signature':{'r':'0x1','s':'0x1'}}",
        "{'action':{'type':'noop'},'nonce':1,'signature':{'r':'0x1','s':'0x1','v':27},'vaultAddress':'0x1'}",
        "{'action':{'type':'noop','type':'noop'},'nonce':1,'signature':{'r':'0x1','s':'0x1','v':27}}",
        "{'action':{'type':'noop'},'nonce':1,'signature':{'r':'0x1','s':'0x1','v':27}} x",
        "nothing",
      })
  void refusesEnvelopesThatAreNone(String sample) {
    assertThatThrownBy(() -> ExchangeRequest.read(json(sample).getBytes(UTF_8)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void namesOfAgentsCarryTheirEnd() {
    assertThat(AgentName.parse("strategy-1 valid_until 1771174068515"))
        .isEqualTo(new AgentName("strategy-1", 1_771_174_068_515L));
    assertThat(AgentName.parse("strategy-1")).isEqualTo(AgentName.of("strategy-1"));
    assertThat(new AgentName("a", 5L).text()).isEqualTo("a valid_until 5");
    assertThatThrownBy(() -> AgentName.of("seventeen letters"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16");
  }
}
