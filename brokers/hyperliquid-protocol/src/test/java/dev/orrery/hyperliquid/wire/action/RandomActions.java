package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.OrderRef;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Actions of every kind, at random: for properties that hold for any action. */
public final class RandomActions {
  private final SplittableRandom random;

  public RandomActions(SplittableRandom random) {
    this.random = random;
  }

  /** Any action that has a record of its own. */
  public Action any() {
    return random.nextBoolean() ? l1() : userSigned();
  }

  /** Any action of trading; mostly orders, as on any day. */
  public L1Action l1() {
    return switch (random.nextInt(26)) {
      case 0 -> new CancelOrders(some(() -> new CancelOrders.Cancel(asset(), oid())), flag());
      case 1 -> new CancelByCloid(some(() -> new CancelByCloid.Cancel(asset(), cloid())));
      case 2 -> new ModifyOrder(change(), flag());
      case 3 -> new BatchModify(some(this::change), flag());
      case 4 -> new UpdateLeverage(asset(), flag(), random.nextInt(1, 51));
      case 5 -> new UpdateIsolatedMargin(asset(), flag(), anySized());
      case 6 -> new TopUpIsolatedOnlyMargin(asset(), decimal());
      case 7 -> new ScheduleCancel(flag() ? null : time());
      case 8 -> twap();
      case 9 -> new TwapCancel(asset(), oid());
      case 10 -> new Noop();
      case 11 -> new ReserveRequestWeight(oid(), flag() ? null : address());
      case 12 -> new CreateSubAccount(text());
      case 13 -> new SubAccountTransfer(address(), flag(), oid());
      case 14 -> new VaultTransfer(address(), flag(), oid());
      case 15 -> new SetReferrer(text());
      case 16 -> new AgentSetAbstraction(one(AgentSetAbstraction.Mode.values()));
      default -> orders();
    };
  }

  /** Any action an account signs itself. */
  public UserSignedAction userSigned() {
    return switch (random.nextInt(8)) {
      case 0 -> new ApproveAgent(chain(), address(), flag() ? "" : text(), time());
      case 1 -> new ApproveBuilderFee(chain(), "0.001%", address(), time());
      case 2 -> new UsdSend(chain(), address().hex(), amount(), time());
      case 3 -> new Withdraw(chain(), address().hex(), amount(), time());
      case 4 -> new SpotSend(chain(), address().hex(), "PURR:0xc1fb", amount(), time());
      case 5 -> new UsdClassTransfer(chain(), amount(), flag(), time());
      case 6 ->
          new SendAsset(
              chain(), address().hex(), "", "spot", "USDC", amount(), flag() ? "" : text(), time());
      default -> new UserSetAbstraction(chain(), address(), "unifiedAccount", time());
    };
  }

  /** Orders. */
  public PlaceOrders orders() {
    Grouping grouping =
        random.nextInt(10) == 0
            ? new Grouping.Priority(random.nextInt(100_000_001))
            : one(Grouping.Plain.values());
    return new PlaceOrders(
        some(this::order),
        grouping,
        flag() ? null : new BuilderFee(address(), random.nextInt(1_001)));
  }

  public Address address() {
    return Address.of(bytes(20));
  }

  public long time() {
    return random.nextLong(1_600_000_000_000L, 1_900_000_000_000L);
  }

  public boolean flag() {
    return random.nextBoolean();
  }

  private OrderRequest order() {
    OrderTerms terms =
        flag()
            ? new OrderTerms.Limit(one(OrderTerms.Tif.values()))
            : new OrderTerms.Trigger(flag(), decimal(), one(OrderTerms.Tpsl.values()));
    return new OrderRequest(
        asset(), flag(), decimal(), decimal(), flag(), terms, flag() ? null : cloid());
  }

  private OrderChange change() {
    return new OrderChange(flag() ? OrderRef.of(oid()) : OrderRef.of(cloid()), order());
  }

  private TwapOrder twap() {
    TwapOrder.Trigger trigger = flag() ? null : new TwapOrder.Trigger(decimal(), flag());
    return new TwapOrder(
        asset(),
        flag(),
        decimal(),
        flag(),
        random.nextInt(5, 1_441),
        flag(),
        flag() ? null : new TwapOrder.Details(trigger, optionalDecimal()));
  }

  private @Nullable BigDecimal optionalDecimal() {
    return flag() ? null : decimal();
  }

  private SigningChain chain() {
    return new SigningChain(one("0x66eee", "0xa4b1", "0x1", "0xA4B1"), one(Network.values()));
  }

  /** Few or, now and then, more than a short array of MessagePack holds. */
  private <T> List<T> some(Supplier<T> element) {
    int count = random.nextInt(20) == 0 ? random.nextInt(15, 40) : random.nextInt(1, 4);
    return Stream.generate(element).limit(count).toList();
  }

  /** Numbers of all widths, with those at the edges of MessagePack's formats more often. */
  private long anySized() {
    long edge = 1L << one(5, 7, 8, 15, 16, 31, 32, 62);
    return (edge + random.nextInt(-2, 3)) * (flag() ? 1 : -1);
  }

  private long oid() {
    return Math.abs(anySized());
  }

  private int asset() {
    return one(random.nextInt(300), random.nextInt(10_000, 11_000), 110_000 + random.nextInt(99));
  }

  private BigDecimal decimal() {
    return Decimals.exact(
        BigDecimal.valueOf(random.nextLong(1, 1L << random.nextInt(1, 50)), random.nextInt(9)));
  }

  private String amount() {
    return flag() ? Decimals.shown(decimal()) : Decimals.wire(decimal());
  }

  private Cloid cloid() {
    return Cloid.of(bytes(16));
  }

  /** Texts around the lengths at which MessagePack changes its format, with odd characters. */
  private String text() {
    String odd = one("a", "Z", "0", "\"", "\\", "\u00e9", "\u6f22", "\ud83d\ude00", " ");
    return odd.repeat(random.nextInt(1, 5)) + "x".repeat(one(0, 10, 25, 31, 32, 255, 256));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
