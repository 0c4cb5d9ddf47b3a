const capturedAt = Date.UTC(2024, 8, 11, 3);

/** What sets a mark in the page, in whatever way it comes to run. */
const attack = "globalThis.attacked=true;alert(1)";

const titles = [
  `hostile </title><script>${attack}</script>`,
  `hostile "><img src=x onerror="${attack}">`,
  `hostile ' onmouseover='${attack}' autofocus onfocus='${attack}`,
  `hostile </script><script>${attack}</script><!--`,
  `hostile <svg onload="${attack}">`,
  "hostile \u202e\u2066 javascript:alert(1)",
];

const bodies = [
  `<p>hostile</p><script>${attack}</script>`,
  `<p>hostile</p><img src=x onerror="${attack}"><svg><script>${attack}</script></svg>`,
  `<p>hostile <a href="javascript:${attack}">link</a></p><iframe srcdoc="<script>parent.attacked=true</script>"></iframe>`,
  `<p>hostile</p><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${attack}&gt;">`,
  `<p style="background:url(https://attacker.example/x)">hostile</p><link rel=stylesheet href=https://attacker.example/x.css>`,
  `<p>hostile</p><meta http-equiv=refresh content="0;url=https://attacker.example/"><base href=https://attacker.example/><form action=https://attacker.example/><button autofocus onfocus="${attack}">x</button></form>`,
];

/** Article files that try to make their readers' browsers run something, by title, body and address. */
export const hostileFiles: readonly string[] = titles.map((title, index) => {
  const address = `https://hostile.example/${index}?a="onmouseover='${index}'`;
  return `<!--${capturedAt + index * 60_000}-->\n[${title}](${address})\n------\n\n<address>hostile "><b onclick=${index}>author</b></address>${bodies[index] ?? ""}\n`;
});
