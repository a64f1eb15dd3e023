// Numbers and times for people.

const LOCALE = "en-GB";

/** 14:03:12. */
export function clock(time) {
  return time.toLocaleTimeString(LOCALE);
}

/** 26 Nov 2026, 14:03. */
export function moment(text) {
  return text ? new Date(text).toLocaleString(LOCALE, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }) : "";
}

/** 2 h 5 min, 3 min 20 s, 4 s. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds))
    return "";
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole % 3600 / 60)];
  if (hours > 0)
    return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : whole === 0 && seconds > 0 ? "under 1 s" : `${whole} s`;
}

/** Four significant digits, no more than needed. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value))
    return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6))
    return value.toExponential(2).replace("e+", "e");
  return value.toLocaleString(LOCALE, { maximumSignificantDigits: Math.abs(value) >= 1000 ? 7 : 4, maximumFractionDigits: 4 });
}

/** 41.2 MB. */
export function size(count) {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit++;
  }
  return `${unit === 0 ? count : count.toFixed(1)} ${units[unit]}`;
}

/** `pretrain-generator` as people write it. */
export function words(name) {
  const known = { gan: "GAN" }[name];
  const text = name.replaceAll("-", " ");
  return known ?? text[0].toUpperCase() + text.slice(1);
}

/** `psnrRestored` as people write it. */
export function measure(name) {
  const text = name.replace(/([a-z])([A-Z])/g, (_, before, letter) => `${before} ${letter.toLowerCase()}`);
  return text.replace(/^psnr/, "PSNR").replace(/^ssim/, "SSIM").replace(/^./, (letter) => letter.toUpperCase());
}

/** A score with its unit. */
export function score(name, value) {
  return name.startsWith("psnr") ? `${value.toFixed(2)} dB` : name.startsWith("ssim") ? value.toFixed(4) : number(value);
}
