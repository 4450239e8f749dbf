import path from "node:path";
import { projectRoot } from "../../scripts/setup/project.mjs";

/** The Python that has Jupyter: the one that `npm start` sets up, or the one that AEVB_PYTHON names. */
export const python = process.env.AEVB_PYTHON ?? path.join(projectRoot, ".venv/bin/python");
