import { constants, crc32, deflateSync } from "node:zlib";

/** Pixels in rows, four bytes each: red, green, blue, alpha. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Buffer.from("\x89PNG\r\n\x1A\n", "latin1");
const bytesPerPixel = 4;
const filterUp = 2;

/**
 * Encodes a PNG (PNG 3rd edition §11): eight bits a channel with alpha, each row as its difference from the one above.
 * It deflates by run lengths alone: flat drawings lose little by it, and the bytes are the same on every processor,
 * where zlib's search for longer matches is not.
 */
export function encodePng({ width, height, rgba }: Raster): Uint8Array {
  const rowBytes = width * bytesPerPixel;
  const filtered = Buffer.alloc(height * (rowBytes + 1));
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1);
    filtered[start] = filterUp;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      filtered[start + 1 + x] = (rgba[at] ?? 0) - (rgba[at - rowBytes] ?? 0);
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const data = deflateSync(filtered, { level: 9, strategy: constants.Z_RLE });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
