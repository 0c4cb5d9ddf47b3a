/** The package declares no types for its dictionaries; each is one text. */
declare module "opencc-js/dict/*" {
  const dictionary: string;
  export default dictionary;
}
