/*
 * The network page: a picture of things and what passed between them, drawn by vis-network and told beside it.
 *
 * It reads two islands of JSON: "picture" (what there is: names, facts, citations) and "drawing" (what pyvis made
 * of it: places, curves, options). It keeps one state and draws everything from it; the address (#id=...&lang=...)
 * follows the state and leads it back. Data reach the page as text only: textContent, never markup.
 *
 * The files of this folder are one script, put together in the order that views/page.py declares. This one holds
 * what the page itself says, in both languages.
 */
"use strict";

const STRINGS = {
  en: {
    endonym: "English", search: "Find a person, body, place or event", results: "Results", nothing: "Nothing here is called that",
    more: "{n} more: write on to narrow them down", legend: "Legend", kinds: "Kinds of things", count: "Showing {n} of {m}",
    held: "Showing {n} of {m} ({k} in this file)", all: "Show all ({n})", less: "First view", languages: "Language",
    zoom: "Zoom", nearer: "Zoom in", farther: "Zoom out", fit: "Fit to view", empty: "There is nothing to draw",
    picture: "Picture of the network",
    keys: "Arrow keys move to a neighbour of the chosen thing, Enter adds its neighbours, Escape clears the choice, plus and minus zoom, 0 fits, slash searches. The same relations stand in the table below.",
    choose: "Choose something", hint: "Click a mark in the picture, or search by any name. A double click adds the neighbours of a thing.",
    start: "Best connected", also: "Also written", expand: "Add neighbours ({n})", centre: "Centre", neighbours: "Connected with",
    every: "All {n}", facts: "Recorded facts", none: "No fact about it is recorded here.", correction: "Correction",
    relations: "The same relations as a table", rows: "Relations in the picture: {n}", cut: "The first {n} of {m} relations; choose fewer things to see the others.",
    from: "From", relation: "Relation", to: "To", date: "Date", source: "Source", skip: "Skip to the table of relations",
    said: "{name}, {kind}. Connections: {n}. Facts: {m}.", cleared: "Nothing is chosen", nowhere: "No neighbour that way",
    unknown: "Nothing in this picture is called “{name}”.",
    filters: "Filters", filtering: "Filters (in use)", any: "all", years: "Years", since: "From year", until: "To year", undated: "Without a date too", attested: "How it is attested",
    stated: "told in the text", clear: "Clear filters", hidden: "{n} relations hidden by filters",
    way: "Path to…", pick: "Choose the other end: click it, or search.", cancel: "Cancel", ways: "Path",
    steps: "Steps: {n}", noway: "Nothing in this file connects {a} and {b}.", back: "Back to {name}", wayed: "{a} to {b}, {n} steps",
    passage: "Passage", says: "What it says", follow: "All that this passage says", close: "Close",
    save: "Save", png: "Picture (PNG)", svg: "Drawing (SVG)", print: "Print", dark: "Dark", elsewhere: "{n} more facts are known, too many for this file: citygraph show {id}",
  },
  "zh-Hant": {
    endonym: "中文", search: "搜尋人物、機關、地點或活動", results: "搜尋結果", nothing: "這裡沒有這個名稱",
    more: "另有 {n} 項，請再輸入以縮小範圍", legend: "圖例", kinds: "種類", count: "顯示 {n}／{m}",
    held: "顯示 {n}／{m}（本檔 {k}）", all: "顯示全部（{n}）", less: "初始畫面", languages: "語言",
    zoom: "縮放", nearer: "放大", farther: "縮小", fit: "符合畫面", empty: "沒有可繪製的內容",
    picture: "關係網絡圖",
    keys: "方向鍵移至所選項目的鄰居，Enter 展開鄰居，Esc 取消選取，加號與減號縮放，0 符合畫面，斜線搜尋。下方表格列出相同的關係。",
    choose: "請選擇一個項目", hint: "點選圖中的圖形，或以任一名稱搜尋；按兩下可展開鄰居。",
    start: "關係最多", also: "其他寫法", expand: "展開鄰居（{n}）", centre: "置中", neighbours: "相關對象",
    every: "全部 {n} 個", facts: "記載", none: "此處沒有關於它的記載。", correction: "更正",
    relations: "以表格呈現相同關係", rows: "圖中關係：{n} 筆", cut: "僅列前 {n} 筆，共 {m} 筆；縮小範圍可見其餘。",
    from: "自", relation: "關係", to: "至", date: "日期", source: "出處", skip: "跳至關係表格",
    said: "{name}，{kind}。相關對象 {n}，記載 {m}。", cleared: "已取消選取", nowhere: "該方向沒有鄰居",
    unknown: "此圖中沒有「{name}」。",
    filters: "篩選", filtering: "篩選（使用中）", any: "全部", years: "年份", since: "起始年", until: "結束年", undated: "含未註明日期者", attested: "記載方式",
    stated: "正文明載", clear: "清除篩選", hidden: "篩選隱藏 {n} 筆關係",
    way: "找出與…的關聯", pick: "請點選另一端，或以搜尋選取。", cancel: "取消", ways: "關聯路徑",
    steps: "共 {n} 步", noway: "本檔中「{a}」與「{b}」之間沒有連結。", back: "返回{name}", wayed: "{a}至{b}，共 {n} 步",
    passage: "段落", says: "此段所載", follow: "此段落的全部記載", close: "關閉",
    save: "儲存", png: "圖片（PNG）", svg: "向量圖（SVG）", print: "列印", dark: "深色", elsewhere: "另有 {n} 項記載，本檔容納不下：citygraph show {id}",
  },
};
