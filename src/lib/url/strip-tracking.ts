/**
 * Query parameters that say how a reader came to a page, and nothing of the page. Compiled from Miniflux's
 * `urlcleaner.go` and the lists it names: Firefox's query-stripping records, Brave's `query_filter`, AdGuard's
 * TrackParamFilter and Google's campaign parameters. `smid` and `smtyp` are the New York Times' share buttons
 * (AdGuard), `maca` Deutsche Welle's channel codes.
 */
const trackingParameters: ReadonlySet<string> = new Set(
  (
    "__hsfp __hssc __hstc __readwiselocation __s _bhlid _branch_match_id _branch_referrer _ga _gl _hsenc _hsmi " +
    "_openstat bsft_clkid bsft_uid campaign_content campaign_id campaign_medium campaign_name campaign_source " +
    "campaign_term dclid fb_action_ids fb_action_types fb_comment_id fb_ref fb_source fbclid gbraid gclid gclsrc " +
    "guce_referrer guce_referrer_sig hmb_campaign hmb_medium hmb_source hsa_cam hsctatracking igsh igshid " +
    "itm_campaign itm_medium itm_source maca mc_cid mc_eid mc_tc mkt_tok ml_subscriber ml_subscriber_hash msclkid " +
    "oft_c oft_id oly_anon_id oly_enc_id rb_clickid s_cid sc_cid smid smtyp srsltid twclid vero_conv vero_id " +
    "wbraid wickedid yclid ysclid"
  ).split(" "),
);

/**
 * What buttons for sharing and the programs behind them add: WeChat and Weibo, Twitter, AT Internet, and AMP's names for
 * the other form of a page.
 */
const sharingParameters: ReadonlySet<string> = new Set(
  (
    "__twitter_impression amp at_campaign at_campaign_type at_custom1 at_custom2 at_custom3 at_custom4 at_link_id " +
    "at_link_origin at_link_type at_medium ascene chksm clicktime cmpid devicetype enterid exportkey feature_share " +
    "from_wecom intcmp isappinstalled mpshare nsukey ocid pass_ticket ref_src ref_url sharer_shareid sharer_shareinfo " +
    "sharer_shareinfo_first sharer_sharetime share_app_id share_from share_id share_medium share_plat share_session_id " +
    "share_source share_tag share_times share_token share_uid soc_src soc_trk spm sr_share usqp weibo_id wx_header " +
    "wxshare wxshare_count xtor xtref"
  ).split(" "),
);

/** Names that also mean other things, with the values that those who share give them. */
const sharingValues: ReadonlyMap<string, RegExp> = new Map([
  ["feature", /^(?:share|youtu\.be|emb_\w+|oembed)$/],
  ["from", /^(?:singlemessage|groupmessage|timeline|message|weixin|wechat|weibo|share|qq)$/i],
  ["outputtype", /^amp$/i],
  ["scene", /^\d{1,5}$/],
  ["share", /^(?:facebook|twitter|x|wechat|weixin|weibo|whatsapp|telegram|email|line|copy|link)$/i],
]);

/** `utm_` is Google's (Urchin's), `mtm_`, `matomo_` and `pk_` are Matomo's, in its own documentation. */
const trackingPrefix = /^(?:utm_|mtm_|matomo_|pk_)/;

/** The address without parameters of tracking and sharing. The other parameters keep their order and their bytes. */
export function stripTracking(url: URL): URL {
  if (url.search === "") return url;
  const parameters = url.search.slice(1).split("&");
  const kept = parameters.filter((parameter) => !isTracking(parameter));
  if (kept.length === parameters.length) return url;
  const stripped = new URL(url);
  stripped.search = kept.join("&");
  return stripped;
}

function isTracking(parameter: string): boolean {
  const [written = "", value = ""] = parameter.split("=", 2);
  const name = written.toLowerCase();
  if (trackingParameters.has(name) || sharingParameters.has(name) || trackingPrefix.test(name)) return true;
  return sharingValues.get(name)?.test(value) === true;
}
