"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const key = "analyser-decisions-" + document.body.dataset.run;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Where a browser forbids storage (a strict profile, some file: pages) decisions live as long
  // as the page and the officer is told so.
  let kept = true;
  let decisions = [];
  try {
    decisions = JSON.parse(localStorage.getItem(key) || "[]");
    if (!Array.isArray(decisions)) decisions = [];
    localStorage.setItem(key, JSON.stringify(decisions));
  } catch { kept = false; decisions = []; }
  const person = document.getElementById("person");
  try { if (person) person.value = localStorage.getItem("analyser-person") || ""; } catch { kept = false; }

  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(decisions));
      if (person) localStorage.setItem("analyser-person", person.value);
    } catch { kept = false; }
    tell();
  };
  const count = document.getElementById("decision-count");
  const tell = () => {
    if (!count) return;
    const text = decisions.length ? fill(words.count, { count: decisions.length }) : words.none;
    count.textContent = kept ? text : text + " " + words.not_kept;
  };

  // An overlong sentence is shown in part; a decision is about the whole of it.
  const contextOf = (shown) => shown.dataset.whole || shown.textContent;
  const placeOf = (element) => ({
    page: element.dataset.page ? Number(element.dataset.page) : null,
    where: element.dataset.where,
    text: element.dataset.text,
    stance: element.dataset.stance,
    context: contextOf(element.closest(".passage").querySelector("[data-context]")),
  });
  const same = (decision, finding, place) =>
    decision.document_sha256 === finding.dataset.sha && decision.path === finding.dataset.path &&
    decision.maker === finding.dataset.maker && decision.place.page === place.page &&
    decision.place.where === place.where && decision.place.text === place.text &&
    decision.place.context === place.context;
  const about = (finding) => {
    const places = all("[data-place]", finding).map(placeOf);
    return decisions.filter((each) => places.some((place) => same(each, finding, place)));
  };
  const showDone = (finding) => {
    const made = Array.from(new Set(about(finding).map((each) => words["done_" + each.decision])));
    finding.querySelector(".done").textContent = made.length ? "(" + made.join(", ") + ")" : "";
  };

  const build = (finding, holder) => {
    const form = document.getElementById("decision-form").content.cloneNode(true).querySelector("form");
    const places = all("[data-place]", finding);
    const covers = form.querySelector(".covers");
    places.forEach((element, index) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = "place";
      box.value = String(index);
      box.checked = true;
      const text = document.createElement("span");
      text.textContent = element.closest(".passage").querySelector(".where").textContent + ": " + element.dataset.text;
      label.append(box, text);
      covers.append(label);
    });
    const earlier = about(finding)[0];
    if (earlier) {
      form.elements.decision.value = earlier.decision;
      form.elements.reason.value = earlier.reason;
      form.elements.expires.value = earlier.expires || "";
    }
    const message = form.querySelector(".message");
    const chosen = () => places.filter((_, index) => covers.querySelectorAll("input")[index].checked).map(placeOf);
    const without = (list) => decisions.filter((each) => !list.some((place) => same(each, finding, place)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const choice = form.elements.decision.value;
      const reason = form.elements.reason.value.trim();
      const list = chosen();
      const who = person ? person.value.trim() : "";
      const fault = !choice ? "need_choice" : !list.length ? "need_place"
        : choice === "dismiss" && !reason ? "need_reason" : !who ? "need_person" : "";
      if (fault) { message.textContent = words[fault]; return; }
      const now = new Date();
      const day = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
      decisions = without(list).concat(list.map((place) => ({
        document_sha256: finding.dataset.sha, path: finding.dataset.path, maker: finding.dataset.maker,
        place, decision: choice, reason, person: who, date: day,
        expires: form.elements.expires.value || null,
      })));
      keep();
      showDone(finding);
      message.textContent = words.recorded;
    });
    form.querySelector("[data-clear]").addEventListener("click", () => {
      decisions = without(chosen());
      keep();
      showDone(finding);
      message.textContent = words.removed;
    });
    holder.append(form);
  };

  all(".finding").forEach((finding) => {
    const holder = finding.querySelector(".decide");
    if (!holder) return;
    holder.hidden = false;
    showDone(finding);
    const details = holder.querySelector("details");
    details.addEventListener("toggle", () => {
      if (details.open && !details.querySelector("form")) build(finding, details);
    });
  });

  const bar = document.getElementById("decisions");
  if (bar) {
    bar.hidden = false;
    person.addEventListener("change", keep);
    document.getElementById("save-decisions").addEventListener("click", () => {
      const text = JSON.stringify({ schema_version: "1.0", decisions }, null, 1) + "\n";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = "decisions.json";
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      count.textContent = fill(words.saved, { count: decisions.length });
    });
    tell();
  }

  all("[data-filter-for]").forEach((filter) => {
    const rows = all("tbody tr", document.getElementById(filter.dataset.filterFor));
    const texts = rows.map((row) => (row.textContent + " " + (row.dataset.words || "")).toLowerCase());
    const search = filter.querySelector("[data-search]");
    const status = filter.querySelector("select[data-status]");
    const shown = filter.querySelector("[data-shown]");
    const apply = () => {
      const parts = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let number = 0;
      rows.forEach((row, index) => {
        const fits = parts.every((part) => texts[index].includes(part)) &&
          (!status.value || row.dataset.status === status.value);
        row.hidden = !fits;
        if (fits) number += 1;
      });
      shown.textContent = fill(words.shown, { shown: number, total: rows.length });
    };
    filter.hidden = false;
    search.addEventListener("input", apply);
    status.addEventListener("change", apply);
    apply();
  });

  // Paper has no way to open what is folded; a link into something folded must open it too.
  const opened = [];
  addEventListener("beforeprint", () => all("details:not([open])").forEach((each) => {
    if (!each.closest(".decide")) { each.open = true; opened.push(each); }
  }));
  addEventListener("afterprint", () => opened.splice(0).forEach((each) => { each.open = false; }));
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
