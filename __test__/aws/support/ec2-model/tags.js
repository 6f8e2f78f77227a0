"use strict";

const { tagsOf } = require("./account.js");

module.exports = {
  createTags(account, { Resources, Tags }) {
    for (const { tags } of Resources.map((id) => account.findAny(id))) Object.assign(tags, tagsOf(Tags));
  },

  deleteTags(account, { Resources, Tags }) {
    for (const { tags } of Resources.map((id) => account.findAny(id))) {
      for (const { Key, Value } of Tags) if (Value === undefined || Value === tags[Key]) delete tags[Key];
    }
  },
};
