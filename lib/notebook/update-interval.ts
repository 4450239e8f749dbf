/** The least time from one update of a progress bar or a moving chart to the next. */
export const UPDATE_MILLISECONDS = 250;
