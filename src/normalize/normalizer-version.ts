/**
 * Part of the fingerprint of what was normalized. Raise it with every change that can alter an article, so that
 * articles of the version before are normalized anew.
 */
export const NORMALIZER_VERSION = "2";
