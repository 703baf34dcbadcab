package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;

/**
 * The spot pairs and their states.
 *
 * @param meta the pairs
 * @param ctxs their states
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record SpotMetaAndAssetCtxs(SpotMeta meta, List<SpotAssetCtx> ctxs) {
  /** Copies the list. */
  public SpotMetaAndAssetCtxs {
    ctxs = List.copyOf(ctxs);
  }
}
