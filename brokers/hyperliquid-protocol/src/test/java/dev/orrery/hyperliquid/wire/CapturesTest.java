package dev.orrery.hyperliquid.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.FillLiquidation;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Messages of the venue as others have captured them. They are not part of the project: give the
 * folder as {@code -Dorrery.captures=DIR}, or have it as {@code shared/data/hyperliquid-captures}
 * beside the working copy or above it.
 */
class CapturesTest {
  private static Path folder = Path.of("");

  @BeforeAll
  static void find() {
    String given = System.getProperty("orrery.captures");
    Path found = given == null ? null : Path.of(given);
    for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/data/hyperliquid-captures");
      found = Files.isDirectory(candidate) ? candidate : null;
    }
    assumeTrue(found != null, "no captures here");
    folder = found;
  }

  private static String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void readsBooksWithoutCounts() throws IOException {
    L2Book book = WireJson.read(text("http_l2_book_btc.json"), WireType.of(L2Book.class));
    assertThat(book.bids()).hasSize(5);
    assertThat(book.asks().getFirst().px()).isEqualTo(new BigDecimal("110428"));
    assertThat(book.asks().getFirst().n()).isNull();
  }

  @Test
  void readsMarketsWithoutTables() throws IOException {
    Meta meta = WireJson.read(text("http_meta_perp_sample.json"), WireType.of(Meta.class));
    assertThat(meta.universe()).extracting(AssetMeta::name).containsExactly("BTC", "ETH", "ATOM");
    assertThat(meta.universe()).noneMatch(AssetMeta::delisted);
  }

  @Test
  void readsTradesAndFunding() throws IOException {
    List<Trade> trades =
        WireJson.read(text("http_recent_trades_btc.json"), WireType.listOf(Trade.class));
    assertThat(trades)
        .extracting(Trade::side)
        .containsExactly(BookSide.ASK, BookSide.BID, BookSide.ASK);
    List<FundingRate> rates =
        WireJson.read(text("http_funding_history.json"), WireType.listOf(FundingRate.class));
    assertThat(rates.getLast())
        .isEqualTo(new FundingRate("BTC", new BigDecimal("0.0000033"), null, 1_769_916_000_000L));
  }

  @Test
  void readsMids() throws IOException {
    assertThat(((MarketMessage.Mids) ServerMessages.read(text("ws_allmids.json"))).mids())
        .containsEntry("PURR/USDC", new BigDecimal("0.067131"))
        .hasSize(5);
  }

  @Test
  void readsALiquidationOfTheOtherSide() throws IOException {
    AccountMessage.UserEvent event =
        (AccountMessage.UserEvent) ServerMessages.read(text("ws_user_fill_liquidation.json"));
    Fill fill = Objects.requireNonNull(event.fills()).getFirst();
    assertThat(fill.liquidation())
        .isEqualTo(
            new FillLiquidation(
                new Address("0x360878d351f05975e25f1807a27895e1e5e004fb"),
                new BigDecimal("66607"),
                "market"));
    assertThat(fill.crossed()).isFalse();
    assertThat(fill.oid()).isEqualTo(55_030_848_197L);
  }
}
