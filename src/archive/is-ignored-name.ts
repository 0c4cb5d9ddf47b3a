/** What browsers, copying programs and editors call a file that they have not finished. */
const unfinishedName = /\.(?:tmp|part|partial|filepart|crdownload|download|sw[opx])$/i;

/** The name under which vim tries whether a directory can be written to. */
const VIM_PROBE = "4913";

/** What ext file systems keep at the top of a mounted disk, readable by root alone. */
const DISK_REPAIR = "lost+found";

/**
 * Whether a file or directory of this name is no part of the archive. A leading dot covers version control,
 * `.name.XXXXXX` of rsync, `.#name` of Emacs and `.name.swp` of vim.
 */
export function isIgnoredName(name: string): boolean {
  return (
    name.startsWith(".") ||
    name.endsWith("~") ||
    (name.startsWith("#") && name.endsWith("#")) ||
    name === VIM_PROBE ||
    name === DISK_REPAIR ||
    unfinishedName.test(name)
  );
}
