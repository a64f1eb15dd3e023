// Elements, and how a view that is drawn anew keeps the ones on the screen, with their focus, scroll position and open details.

const HANDLER = /^on[a-z]+$/;
const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, handlers (`onclick`) and children; null, false and undefined are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Draws children into a parent: what is there and alike is changed in place, what has a `data-key` is found by it. */
export function draw(parent, ...children) {
  const wanted = fill(document.createDocumentFragment(), null, children);
  align(parent, [...wanted.childNodes]);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false)
      continue;
    if (HANDLER.test(name))
      element[name] = value;
    else
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function align(parent, wanted) {
  const keyed = new Map([...parent.children].filter((child) => child.dataset?.key).map((child) => [child.dataset.key, child]));
  let there = parent.firstChild;
  for (const node of wanted) {
    const key = node.dataset?.key;
    const match = key ? keyed.get(key) : there;
    if (match && isAlike(match, node)) {
      if (match !== there)
        parent.insertBefore(match, there);
      else
        there = there.nextSibling;
      change(match, node);
    } else {
      parent.insertBefore(node, there);
    }
  }
  while (there) {
    const next = there.nextSibling;
    there.remove();
    there = next;
  }
}

function isAlike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.dataset?.key === other.dataset?.key;
}

function change(there, wanted) {
  if (there.nodeType !== Node.ELEMENT_NODE) {
    if (there.data !== wanted.data)
      there.data = wanted.data;
    return;
  }
  if (there.dataset?.keep !== undefined)
    return;
  for (const { name } of [...there.attributes]) {
    if (!wanted.hasAttribute(name) && !(name === "open" && there.nodeName === "DETAILS"))
      there.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (there.getAttribute(name) !== value)
      there.setAttribute(name, value);
  }
  for (const name of ["onclick", "onchange", "oninput", "onsubmit", "onpointermove", "onpointerleave"])
    there[name] = wanted[name];
  align(there, [...wanted.childNodes]);
}
