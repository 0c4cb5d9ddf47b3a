/** Whether a language (BCP 47) is written from right to left, in its usual script or the one that the tag names. */
export function isRightToLeft(tag: string): boolean {
  try {
    return new Intl.Locale(tag).getTextInfo().direction === "rtl";
  } catch {
    return false;
  }
}
