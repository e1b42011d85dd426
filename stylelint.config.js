// GOV.UK's own rules for stylesheets. What is switched off is named with its reason.

export default {
  extends: ["stylelint-config-gds/scss"],
  ignoreFiles: ["static/css/app.css"], // compiled from assets/
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    // The same word means the same look for elements of two kinds, each in its own
    // way: ins.app-text beside .app-text, tr.total beside td.total.
    "selector-no-qualifying-type": null,
  },
  overrides: [
    {
      // What the room replaces on every screen is found by its id, so each is there
      // once; a class beside it would be a second name for the same thing.
      files: ["**/_room.scss"],
      rules: { "selector-max-id": null },
    },
    {
      // Plain CSS has no other comments than these, and in app.scss the notice of the
      // licence has to reach what is compiled.
      files: ["**/*.css", "**/app.scss"],
      rules: { "scss/comment-no-loud": null },
    },
  ],
};
