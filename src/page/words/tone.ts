/** How good or bad what is told is, for the colour and the word beside it. */

export type Tone = 'good' | 'busy' | 'warning' | 'bad';
