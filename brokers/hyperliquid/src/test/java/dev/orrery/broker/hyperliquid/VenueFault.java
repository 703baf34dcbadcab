package dev.orrery.broker.hyperliquid;

import java.util.List;

/**
 * A fault of the local exchange, as its control is asked for it.
 *
 * @param name what it is
 * @param json the request
 * @param shows whether the account's owner can see it: an outcome that is refused or unknown, news
 *     that comes late, a position that is gone. What does not show, no scenario may notice
 */
record VenueFault(String name, String json, boolean shows) {
  private static final String USER = "\"user\":\"" + LocalVenueHarness.account().hex() + "\"";
  private static final String AGENT = "\"agent\":\"" + LocalVenueHarness.agent().hex() + "\"";

  /** All of them. */
  static final List<VenueFault> ALL =
      List.of(
          shows("lost reply", "'fault':'lostReply','action':'order','probability':0.5"),
          hides("late arrival", "'fault':'delay','by':'300ms','of':'request','action':'order'"),
          hides("late reply", "'fault':'delay','by':'300ms','action':'order'"),
          shows("429", "'fault':'status','code':429,'action':'order','count':1"),
          shows("502, taken", "'fault':'status','code':502,'tookEffect':true,'action':'order'"),
          shows("502, not taken", "'fault':'status','code':502,'action':'order','count':2"),
          shows("422", "'fault':'status','code':422,'action':'order','count':2"),
          shows(
              "a batch refused in part",
              "'fault':'rejectOrders','pass':1,'refuse':1,'text':'Insufficient margin.'"),
          hides("socket drop", "'fault':'drop','action':'order','probability':0.5"),
          shows("silence", "'fault':'silence','lasting':'1s','action':'order','count':2"),
          hides("fills told twice", "'fault':'duplicate','channel':'userFills'"),
          hides("fills turned round", "'fault':'reorder','channel':'userFills'"),
          shows("fills not told", "'fault':'missing','channel':'userFills','probability':0.5"),
          hides("orders told twice", "'fault':'duplicate','channel':'orderUpdates'"),
          hides("orders turned round", "'fault':'reorder','channel':'orderUpdates'"),
          shows("orders not told", "'fault':'missing','channel':'orderUpdates','probability':0.5"),
          hides("stale mids", "'fault':'staleMids','coin':'BTC','lasting':'10s'"),
          shows("clock ahead", "'fault':'skew','by':'2s'"),
          shows("clock behind", "'fault':'skew','by':'-2s'"),
          shows("restart", "'fault':'restart','down':'500ms','action':'order','count':1"),
          shows(
              "agent revoked",
              "'fault':'revokeAgent'," + AGENT + "," + USER + ",'action':'order','count':1"),
          shows("liquidation", "'fault':'liquidate'," + USER + ",'action':'order','count':1"),
          shows("funding", "'fault':'fund','coin':'BTC','action':'order','count':1"));

  private static VenueFault shows(String name, String fields) {
    return new VenueFault(name, "{" + fields.replace('\'', '"') + "}", true);
  }

  private static VenueFault hides(String name, String fields) {
    return new VenueFault(name, "{" + fields.replace('\'', '"') + "}", false);
  }

  @Override
  public String toString() {
    return name;
  }
}
