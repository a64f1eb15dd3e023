// The presets that a run may name; a test holds them against the server's.

export const PRESETS = [
  ["restore", "restore: low resolution, JPEG, numbers; as the model that comes with CloudRestore"],
  ["lesson7", "lesson7: the lesson to the letter, for a GPU"],
  ["lesson7-fast", "lesson7-fast: the lesson's damage, a lighter network"],
  ["old-photo", "old-photo: fading, scratches, dust"],
  ["colorize", "colorize: colour for black and white"],
  ["demo", "demo: minutes on two cores"],
  ["tiny", "tiny: seconds, to see that it works"],
];
