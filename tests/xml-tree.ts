import { SaxesParser } from "saxes";

/** An element as a strict, namespace-aware parser sees it. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Its own character data. */
  text: string;
}

/** Parses a document, and throws at anything that is not well-formed, a document type included. */
export function parseXml(document: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const root: XmlElement = { name: "", namespace: "", attributes: {}, children: [], text: "" };
  const open = [root];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("A feed has no document type");
  });
  parser.on("opentag", ({ name, uri, attributes }) => {
    const values = Object.values(attributes).map((attribute) => [attribute.name, attribute.value]);
    const opened = { name, namespace: uri, attributes: Object.fromEntries(values), children: [], text: "" };
    open.at(-1)?.children.push(opened);
    open.push(opened);
  });
  parser.on("closetag", () => open.pop());
  const addText = (text: string) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(document).close();
  const [element] = root.children;
  if (element === undefined) throw new Error("A document has an element");
  return element;
}

export function childrenNamed(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => child.name === name);
}

export function textOf(parent: XmlElement, name: string): string | undefined {
  return childrenNamed(parent, name)[0]?.text;
}

/** The element and all in it, in document order. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  const waiting = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    waiting.push(...next.children.toReversed());
  }
}
