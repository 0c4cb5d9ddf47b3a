import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openCatalog } from "../open-catalog.ts";
import { describeEngine } from "./engine.contract.ts";

describeEngine("SQLite", () => openCatalog({ data: temporaryDirectory() }));
