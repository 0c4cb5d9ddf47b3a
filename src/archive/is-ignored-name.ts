/** Files that browsers, copying programs and editors have not finished. */
const unfinishedName = /\.(?:tmp|part|partial|filepart|crdownload|download|sw[opx])$/i;

/** Copies that Syncthing, Nextcloud and Dropbox make where two sides changed a file. */
const conflictCopy = /\.sync-conflict-\d{8}-\d{6}|\([^()]*conflicted copy[^()]*\)/i;

/** Windows notes here that a file came from the network: a stream of its own, which other systems see as a file. */
const zoneNote = /[:\uF03A]Zone\.Identifier$/i;

/** Names in lower case of files and directories that programs, systems and storage devices make for themselves. */
const ownNames: ReadonlySet<string> = new Set([
  // vim: it tries whether a directory can be written to.
  "4913",
  // ext file systems, at the top of a disk.
  "lost+found",
  // Windows.
  "$recycle.bin",
  "system volume information",
  "desktop.ini",
  "thumbs.db",
  "ehthumbs.db",
  // macOS, on disks of others and in archives that it packs.
  "__macosx",
  "network trash folder",
  "temporary items",
  // Synology and QNAP: indexes, recycle bins, snapshots.
  "@eadir",
  "#recycle",
  "#snapshot",
  "@recycle",
  "@recently-snapshot",
]);

/**
 * True where a file or directory of this name is no part of the archive: a file that is moved there counts as deleted. A
 * leading dot covers version control, `.snapshot`, `.name.XXXXXX` of rsync, `.#name` of Emacs and `.name.swp` of vim.
 */
export function isIgnoredName(name: string): boolean {
  return (
    name.startsWith(".") ||
    name.endsWith("~") ||
    (name.startsWith("#") && name.endsWith("#")) ||
    ownNames.has(name.toLowerCase()) ||
    unfinishedName.test(name) ||
    conflictCopy.test(name) ||
    zoneNote.test(name)
  );
}
