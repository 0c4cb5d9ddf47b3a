import { openCatalog, type CatalogAccess } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { testStoriesInAnyOrder } from "./stories-in-any-order.contract.ts";

const newCatalog = (): CatalogAccess => openCatalog({ data: temporaryDirectory() });

testStoriesInAnyOrder("SQLite", { tested: newCatalog, expected: newCatalog }, 20);
