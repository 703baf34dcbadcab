package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * The perpetuals of a dex and their states; both lists are in the order of the numbers.
 *
 * @param meta the markets
 * @param ctxs their states
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record MetaAndAssetCtxs(Meta meta, List<AssetCtx> ctxs) {
  /** Copies the list. */
  public MetaAndAssetCtxs {
    ctxs = List.copyOf(ctxs);
  }
}
