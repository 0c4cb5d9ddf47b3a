import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "cheerio";
import { run, type FeedReader, type SeenEntry } from "./feed-reader.ts";

const configuration = (home: string): string => `[DEFAULT]
from = feeds@example.org
to = reader@example.org
name-format = {author}
date-header = True
date-header-order = issued
html-mail = True
reply-changes = True
email-protocol = maildir
maildir-path = ${home}/mail
maildir-mailbox = INBOX
verbose = warning
`;

/** Prints the messages of a maildir as JSON, the oldest first. */
const printMail = `
import calendar, json, mailbox, sys
from email import policy, message_from_binary_file
from email.utils import parsedate
box = mailbox.Maildir(sys.argv[1], factory=lambda file: message_from_binary_file(file, policy=policy.default))
json.dump([{
    "id": message["X-RSS-ID"],
    "url": message["X-RSS-URL"],
    "title": message["Subject"],
    "author": message["From"].addresses[0].display_name,
    "published": calendar.timegm(parsedate(message["Date"])),
    "html": message.get_content(),
    "messageId": message["Message-ID"],
    "inReplyTo": message["In-Reply-To"],
} for message in box], sys.stdout)
`;

type Mail = SeenEntry & { readonly messageId: string; readonly inReplyTo: string | null };

/** Sends every entry as a mail, and every change as a reply to it. */
export const rss2email: FeedReader = {
  name: "rss2email",
  debianPackage: "rss2email",
  probe: ["r2e", "--version"],
  // A mail has one sender.
  shownAuthor: (authors) => authors.at(-1) ?? "",
  async subscribe(url, home) {
    await mkdir(join(home, "mail"));
    await writeFile(join(home, "config"), configuration(home));
    const r2e = (...args: readonly string[]): Promise<string> =>
      run(home, "r2e", "-c", "config", "-d", "data.json", ...args);
    const poll = async (): Promise<void> => {
      await r2e("run");
    };
    await r2e("add", "feed", url);
    await poll();
    return { poll, entries: async () => entriesOf(await mailsOf(home)) };
  },
};

async function mailsOf(home: string): Promise<readonly Mail[]> {
  return JSON.parse(await run(home, "/usr/bin/python3", "-c", printMail, join(home, "mail/INBOX")));
}

/** What a thread of mails says last. A second mail about an entry that is no reply is a second entry. */
function entriesOf(mails: readonly Mail[]): readonly SeenEntry[] {
  const answered = new Set(mails.map(({ inReplyTo }) => inReplyTo));
  return mails
    .filter(({ messageId }) => !answered.has(messageId))
    .map(({ id, url, title, author, published, html }) => {
      const body = load(html)("#body").html() ?? "";
      return { id, url, title, author, published, html: body };
    });
}
