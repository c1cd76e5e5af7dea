// Adds to pages that are whole without it: lighting what belongs together, keys in a review, the side panel.
"use strict";

(() => {
  const panel = () => document.getElementById("panel");
  let opener = null;

  const closePanel = () => {
    const open = panel();
    if (!open || !open.firstElementChild) return false;
    open.replaceChildren();
    if (opener) opener.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const close = event.target.closest(".panel-close");
    if (close && panel().contains(close)) {
      event.preventDefault();
      closePanel();
    }
    const opens = event.target.closest("[data-panel]");
    if (opens && !panel().contains(opens)) opener = opens;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "panel") {
      const heading = event.target.querySelector("h1, h2");
      if (heading) {
        heading.tabIndex = -1;
        heading.focus();
      }
    }
    if (event.target.id === "preview") {
      // What was wrong with a field was said of an earlier try, unless this one was refused too.
      if (event.target.querySelector("#outcome")) {
        document.querySelectorAll(".field.is-wrong").forEach((field) => {
          field.classList.remove("is-wrong");
          field.querySelectorAll(".wrong").forEach((words) => words.remove());
          field.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
        });
      }
      // What would happen stands above a long form.
      const told = event.target.querySelector("[tabindex]");
      if (told) told.focus();
    }
    light();
  });
  // What could not be sent is said beside its form, which keeps what was written in it.
  const notSent = (event) => {
    const { elt, xhr } = event.detail;
    const link = elt.closest("a[href]");
    if (link) {
      window.location.assign(link.href);
      return;
    }
    // What asks by itself, again and again, has no form.
    const form = elt.closest("form");
    if (!form) return;
    const english = document.documentElement.lang === "en";
    const box = document.createElement("div");
    const words = document.createElement("p");
    box.className = "problems not-sent";
    box.setAttribute("role", "alert");
    if (xhr.status === 401) {
      const way = document.createElement("a");
      way.href = "/login/";
      way.target = "_blank";
      way.textContent = english ? "Sign in on another page" : "在新页面登录";
      words.append(english ? "Not done: you are no longer signed in. What you wrote is still here. " : "没有办成：登录已过期。您填的内容还在这里。",
        way, english ? ", then press again." : "后，回来再按一次。");
    } else if (xhr.status === 403) {
      words.append(english ? "Not done: this page has expired. What you wrote is still here; reload the page and try again."
        : "没有办成：页面已过期。您填的内容还在这里，请刷新本页后再试。");
    } else {
      words.append(english ? "Not done: the platform did not take it. What you wrote is still here; try again in a while, or reload the page."
        : "没有办成：平台没有收下。您填的内容还在这里，请稍后再按一次，或刷新本页。");
    }
    box.append(words);
    if (form.previousElementSibling && form.previousElementSibling.matches(".not-sent")) form.previousElementSibling.remove();
    form.before(box);
  };
  document.addEventListener("htmx:responseError", notSent);
  document.addEventListener("htmx:sendError", notSent);

  // Signing in, on another page too, changes the mark by which forms are known; one that was open goes with the new one.
  const mark = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    if (mark() && parameters.csrfmiddlewaretoken) parameters.csrfmiddlewaretoken = mark();
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    if (mark() && field) field.value = mark();
  }, true);

  // Review: an item and its characters light up together; `current` is the item under the cursor.
  let current = null;
  const items = () => Array.from(document.querySelectorAll(".item[data-item]"));
  const spans = (id) => Array.from(document.querySelectorAll(".span")).filter(
    (span) => span.dataset.items.split(" ").includes(id));

  const light = () => {
    document.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
    if (!current) return;
    items().filter((item) => item.dataset.item === current).forEach((item) => item.classList.add("is-lit"));
    spans(current).forEach((span) => span.classList.add("is-lit"));
  };
  // A long list on a phone shows its beginning; the rest comes at a touch, or when it is led to.
  const BEGINNING = 20;
  const target = () => document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const whole = (list) => {
    if (!list) return;
    list.classList.remove("is-cut");
    (list.closest(".stacks") || list).nextElementSibling.remove();
  };
  const cut = (list) => {
    const is = (one) => one.matches("tr:not(.row-group, .row-sum), .item");
    const rows = Array.from(list.children);
    let shown = Math.min(BEGINNING, rows.length);
    // A heading stands with what it heads.
    while (shown && !is(rows[shown - 1])) shown -= 1;
    const rest = rows.slice(shown).filter(is).length;
    if (rest < 5 || list.dataset.cut || list.contains(target())) return;
    rows.slice(shown).forEach((one) => one.classList.add("is-rest"));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "the-rest";
    button.textContent = document.documentElement.lang === "en" ? `The other ${rest}` : `显示其余 ${rest} 条`;
    button.addEventListener("click", () => {
      const next = list.querySelector(":scope > .is-rest");
      whole(list);
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
    });
    list.dataset.cut = "yes";
    list.classList.add("is-cut");
    (list.closest(".stacks") || list).after(button);
  };
  const cutAll = (part) => part.querySelectorAll(".stacks tbody, .item-list").forEach(cut);
  cutAll(document);
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll && cutAll(event.target));
  window.addEventListener("hashchange", () => {
    const list = target() && target().closest(".is-cut");
    whole(list);
    if (list) target().scrollIntoView();
  });

  const show = (element) => {
    whole(element && element.closest(".is-cut"));
    const column = element && element.closest(".review-column");
    if (!column || element.closest("details:not([open])")) return;
    const box = element.getBoundingClientRect();
    const frame = column.getBoundingClientRect();
    if (column.scrollHeight > column.clientHeight + 1) {
      // A column may reach beyond the window.
      const top = Math.max(frame.top, 0);
      const height = Math.min(frame.bottom, window.innerHeight) - top;
      if (box.top < top + 24 || box.bottom > top + height - 24) {
        column.scrollTop += box.top - top - Math.min(height / 3, Math.max(height - box.height - 24, 24));
      }
    } else {
      // On a phone the document covers the upper part of the window.
      const top = parseFloat(getComputedStyle(element).scrollMarginTop);
      const fits = box.height <= window.innerHeight - top;
      if (box.top < top || box.bottom > window.innerHeight) {
        element.scrollIntoView({ block: fits ? "center" : "start" });
      }
    }
  };
  const go = (id, ...still) => {
    if (!id || id === current) return;
    current = id;
    light();
    if (!still.includes("document")) show(spans(id)[0]);
    if (!still.includes("items")) show(items().find((item) => item.dataset.item === id));
  };
  // Whoever fills in a form points at the document for its words; the form stays where it is.
  const writing = () => document.querySelector(".adding[open], .item .fields");

  document.addEventListener("mouseover", (event) => {
    const span = event.target.closest(".span[data-items]");
    const item = event.target.closest(".item[data-item]");
    if (span) go(span.dataset.item, "document", writing() ? "items" : "");
    else if (item) go(item.dataset.item, "items");
  });
  document.addEventListener("focusin", (event) => {
    const span = event.target.closest(".span[data-items]");
    const item = event.target.closest(".item[data-item]");
    if (span) go(span.dataset.item, "document");
    else if (item) go(item.dataset.item, "items");
  });
  document.addEventListener("click", (event) => {
    const span = event.target.closest(".span[data-items]");
    if (!span) return;
    const item = items().find((one) => one.dataset.item === span.dataset.item);
    // It stands on another page of a long list: the link leads there.
    if (!item && (span.getAttribute("href") || "").startsWith("?")) return;
    event.preventDefault();
    // Words were selected; nothing was clicked.
    if (event.detail && !document.getSelection().isCollapsed) return;
    current = null;
    const folded = item && item.closest("details:not([open])");
    if (folded) folded.open = true;
    go(span.dataset.item, "document");
    if (item) item.focus({ preventScroll: true });
  });

  // Words selected in the document go into the open form for what was not read, unless somebody wrote there.
  let selected = "";
  let filled = "";
  const fill = () => {
    if (!selected) return;
    document.querySelectorAll(".adding[open] [name=words]").forEach((words) => {
      if (!words.value || words.value === filled) words.value = selected;
    });
    filled = selected;
  };
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const within = [selection.anchorNode, selection.focusNode].every(
      (node) => node && node.parentElement && node.parentElement.closest(".document"));
    if (!within) return;
    selected = selection.toString().trim();
    fill();
  });
  // The words of a link cannot be selected; while such a form is open, what was read is no link.
  const selectable = () => {
    const open = document.querySelector(".adding[open]");
    document.querySelectorAll(".document .span").forEach((span) => {
      if (open && span.hasAttribute("href")) {
        span.dataset.href = span.getAttribute("href");
        span.removeAttribute("href");
      } else if (!open && span.dataset.href) span.setAttribute("href", span.dataset.href);
    });
    fill();
  };
  document.addEventListener("toggle", (event) => event.target.matches(".adding") && selectable(), true);
  if (document.querySelector(".adding[open]")) selectable();

  let pressed = "";
  const press = (name) => {
    const item = items().find((one) => one.dataset.item === current);
    const control = item && item.querySelector(`[data-key="${name}"]`);
    if (!control) return;
    pressed = name;
    control.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closePanel()) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    const list = items().filter((item) => !item.closest("details:not([open])"));
    if (!list.length) return;
    const place = list.findIndex((item) => item.dataset.item === current);
    if (event.key === "j" || event.key === "k") {
      const next = list[Math.min(Math.max(place + (event.key === "j" ? 1 : -1), 0), list.length - 1)];
      go(next.dataset.item);
      next.focus({ preventScroll: true });
      window.scrollBy(0, Math.max(next.getBoundingClientRect().bottom + 24 - window.innerHeight, 0));
      event.preventDefault();
    } else if (event.key === "y" || event.key === "e" || event.key === "n") {
      press(event.key);
    }
  });
  // A decision swaps its item in place; the cursor stays on it. A form shows from its beginning.
  let formed = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    formed = Boolean(event.target.querySelector(".fields"));
  });
  document.addEventListener("htmx:afterSwap", () => {
    const item = items().find((one) => one.dataset.item === current);
    if (!item) return;
    const form = item.querySelector(".fields");
    if (form || formed) show(item);
    if (form && pressed === "e") form.querySelector("input").focus({ preventScroll: true });
    else if (document.activeElement === document.body) item.focus({ preventScroll: true });
    pressed = "";
  });

  // A form for people who are no officers: on a phone one question at a time.
  const stepwise = (form) => {
    const fields = Array.from(form.querySelectorAll(":scope > .field"));
    const end = form.querySelectorAll(":scope > .form-acts, :scope > .look-up, :scope > .more, :scope > .note");
    if (fields.length < 2 || !window.matchMedia("(max-width: 40rem)").matches) return;
    const english = document.documentElement.lang === "en";
    const bar = document.createElement("div");
    const back = document.createElement("button");
    const next = document.createElement("button");
    const where = document.createElement("span");
    bar.className = "step-nav";
    back.type = next.type = "button";
    back.textContent = english ? "Back" : "上一步";
    next.textContent = english ? "Next" : "下一步";
    next.className = "primary";
    where.className = "note";
    where.setAttribute("role", "status");
    bar.append(back, next, where);
    fields[fields.length - 1].after(bar);
    let place = Math.max(fields.findIndex((field) => field.classList.contains("is-wrong")), 0);
    const turn = (to, focus) => {
      place = to;
      const whole = place >= fields.length;
      fields.forEach((field, number) => { field.hidden = !whole && number !== place; });
      end.forEach((part) => { part.hidden = !whole; });
      back.hidden = place === 0;
      next.hidden = whole;
      where.textContent = whole
        ? (english ? "Check it, then send." : "请核对后提交。") : `${place + 1} / ${fields.length}`;
      const control = whole ? bar : fields[place].querySelector("input, select, textarea");
      if (focus && control && control.focus) control.focus();
    };
    back.addEventListener("click", () => turn(place - 1, true));
    next.addEventListener("click", () => {
      const control = fields[place].querySelector("input, select, textarea");
      if (control && !control.reportValidity()) return;
      turn(place + 1, true);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && place < fields.length && event.target.matches("input")) {
        event.preventDefault();
        next.click();
      }
    });
    form.addEventListener("click", (event) => {
      const link = event.target.closest(".problems a[href^='#field-']");
      const found = link && fields.findIndex((field) => `#${field.id}` === link.getAttribute("href"));
      if (link && found >= 0) turn(found, true);
    });
    turn(form.querySelector("#outcome") ? fields.length : place, false);
  };
  document.querySelectorAll("form[data-steps]").forEach(stepwise);

  // Choosing in a filter submits it; the button is for those without script.
  document.querySelectorAll(".filters button:not(.stays)").forEach((button) => button.classList.add("hidden-label"));
  document.addEventListener("htmx:load", (event) => {
    event.target.querySelectorAll?.(".filters button:not(.stays)").forEach((button) => button.classList.add("hidden-label"));
  });
  const problems = document.querySelector(".problems");
  if (problems) problems.focus();

  // Where the menu is wider than the screen, the page one is on stands in it.
  const nav = document.querySelector(".nav");
  const here = nav && nav.querySelector("[aria-current]");
  if (here) nav.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - nav.clientWidth / 2;
})();
