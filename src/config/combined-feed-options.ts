import { z } from "zod";
import type { ShownScripts } from "../model/custom-feed.ts";
import { option } from "./option.ts";
import { numberFromText } from "./option-types.ts";

/** What the operator can say of the feed `all`: part of the table of options. */
export const combinedFeedOptions = {
  allShare: option<number>({
    key: "all.share",
    help: "How much of the combined feed one outlet may fill, in percent",
    expected: "a whole number from 1 to 100",
    placeholder: "PERCENT",
    type: z.int().min(1).max(100),
    default: 100,
    reloads: true,
    fromText: numberFromText,
  }),
  allScripts: option<ShownScripts>({
    key: "all.scripts",
    help: "What the combined feed shows of an article that is there in both Chinese scripts: the outlet's main one, or both",
    expected: "main or both",
    placeholder: "main|both",
    type: z.enum(["main", "both"]),
    default: "main",
    reloads: true,
  }),
};
