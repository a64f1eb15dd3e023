// Where a picture lies in a frame: fitted, zoomed about a point, moved, never lost from sight.

const LARGEST = 16;

/** The pictures of a frame; `changed` is called after each change. */
export class Viewport {
  #frame;
  #changed;
  #size = { width: 1, height: 1 };
  #scale = null;
  #x = 0;
  #y = 0;
  #fingers = new Map();

  /** Told of a tap or click that moved nothing, with its place. */
  onTap = () => {};

  constructor(frame, changed) {
    this.#frame = frame;
    this.#changed = changed;
    frame.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    frame.addEventListener("pointerdown", (event) => this.#down(event));
    frame.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"])
      frame.addEventListener(end, (event) => this.#up(event));
  }

  /** Whether nothing is cut off. */
  get showsAll() {
    return this.#scale === null;
  }

  /** The size of the pictures in pixels. */
  pictures(width, height) {
    this.#size = { width, height };
    this.#update();
  }

  /** Place and size on the frame. */
  place() {
    const scale = this.#scale ?? this.#fitting();
    return { x: this.#x, y: this.#y, width: this.#size.width * scale, height: this.#size.height * scale };
  }

  /** All of it. */
  fit() {
    this.#scale = null;
    this.#update();
  }

  /** One pixel of the picture on one of the screen's. */
  actual() {
    this.zoom(1 / (this.#scale ?? this.#fitting()));
  }

  /** Nearer or further, about a place of the frame. */
  zoom(factor, x = this.#frame.clientWidth / 2, y = this.#frame.clientHeight / 2) {
    const fitting = this.#fitting();
    const before = this.#scale ?? fitting;
    const after = Math.min(LARGEST, Math.max(Math.min(1, fitting), before * factor));
    this.#x = x - (x - this.#x) * after / before;
    this.#y = y - (y - this.#y) * after / before;
    this.#scale = after <= fitting * 1.001 && factor < 1 ? null : after;
    this.#update();
  }

  /** Moves it, as far as it is cut off. */
  move(x, y) {
    this.#x += x;
    this.#y += y;
    this.#update();
  }

  #fitting() {
    return Math.min(this.#frame.clientWidth / this.#size.width, this.#frame.clientHeight / this.#size.height);
  }

  #update() {
    const { width, height } = this.place();
    this.#x = held(this.#x, width, this.#frame.clientWidth);
    this.#y = held(this.#y, height, this.#frame.clientHeight);
    this.#changed();
  }

  #down(event) {
    if (event.button !== 0)
      return;
    this.#frame.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: false });
  }

  #drag(event) {
    const finger = this.#fingers.get(event.pointerId);
    if (!finger)
      return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    if (!finger.moved && Math.hypot(dx, dy) < 4)
      return;
    if (this.#fingers.size === 2)
      this.#pinch(event, finger);
    else if (this.showsAll)
      this.#tap(event);
    else
      this.move(dx, dy);
    Object.assign(finger, { x: event.clientX, y: event.clientY, moved: true });
  }

  #pinch(event, finger) {
    const [other] = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const box = this.#frame.getBoundingClientRect();
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    if (before > 0)
      this.zoom(after / before, (event.clientX + other.x) / 2 - box.left, (event.clientY + other.y) / 2 - box.top);
  }

  #up(event) {
    const finger = this.#fingers.get(event.pointerId);
    this.#fingers.delete(event.pointerId);
    if (finger && !finger.moved && event.type === "pointerup")
      this.#tap(event);
  }

  #tap(event) {
    const box = this.#frame.getBoundingClientRect();
    this.onTap(Math.min(box.width, Math.max(0, event.clientX - box.left)));
  }
}

function held(at, length, frame) {
  return length <= frame ? (frame - length) / 2 : Math.min(0, Math.max(frame - length, at));
}
