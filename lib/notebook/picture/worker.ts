import type { Figure } from "../../figures/figure";
import { answerMessages } from "../../threads";
import type { Drawn } from "./picture";
import { renderPng } from "./render";

answerMessages("notebook/picture/worker", () => async (figure: Figure): Promise<Drawn> => {
  try {
    return { png: (await renderPng(figure)).toString("base64") };
  } catch (error) {
    return { error: String(error) };
  }
});
