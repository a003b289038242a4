// Enter goes on to the next row of a sheet, and from the last, or from an empty one, to the end.
const rows = [...document.querySelectorAll(".keying__row input")];
for (const [place, row] of rows.entries())
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !row.value.trim() || place === rows.length - 1) return;
    event.preventDefault();
    rows[place + 1].focus();
  });
// What is wrong is said first, where GOV.UK's own script leads.
if (!document.querySelector(".govuk-error-summary")) (rows.find((row) => !row.value) ?? rows[0]).focus();
