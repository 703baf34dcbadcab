'use strict';
// Draws the charts of a report from the numbers the page carries. Colours are those of the page's
// style, so that light, dark and print agree.
const report = JSON.parse(document.getElementById('report').textContent);
const charts = {};

const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const zip = (...columns) => columns[0].map((_, i) => columns.map(column => column[i]));
const phone = () => window.innerWidth <= 640;
const number = (value, digits = 2) =>
  value.toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits})
    .replace('-', '\u2212');
const percent = value => number(value * 100) + ' %';
const short = value => Math.abs(value) >= 1e6 ? number(value / 1e6, 2) + 'M'
  : Math.abs(value) >= 100 ? number(value, 0) : String(+value.toPrecision(3)).replace('-', '\u2212');
const moment = time => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
const escaped = text => String(text).replace(/[&<>"']/g, c => '&#' + c.charCodeAt(0) + ';');
const regimeColours = ['#4e79a7', '#59a14f', '#edc948', '#e15759', '#b07aa1', '#76b7b2', '#f28e2b',
  '#9c755f', '#ff9da7', '#bab0ac'];

const trades = report.trades.rows.map(row =>
  Object.fromEntries(report.trades.columns.map((column, i) => [column, row[i]])));
trades.forEach(trade => {
  trade.result = trade.ended === 'open' ? 'open' : trade.net > 0 ? 'won' : 'lost';
});

function base(grids) {
  const soft = colour('faint');
  return {
    animation: false,
    useUTC: true,
    textStyle: {fontFamily: 'system-ui, sans-serif', color: colour('soft')},
    grid: grids,
    axisPointer: {link: [{xAxisIndex: 'all'}], lineStyle: {color: soft}},
    tooltip: {
      trigger: 'axis', confine: true, backgroundColor: colour('card'), borderColor: colour('line'),
      textStyle: {color: colour('ink'), fontSize: 12}, axisPointer: {type: 'line', snap: false},
    },
    dataZoom: [
      {type: 'inside', xAxisIndex: grids.map((_, i) => i), filterMode: 'none',
        zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
      {type: 'slider', xAxisIndex: grids.map((_, i) => i), filterMode: 'none', height: 18, bottom: 4,
        borderColor: 'transparent', backgroundColor: 'transparent', fillerColor: colour('accent') + '22',
        handleStyle: {color: colour('card'), borderColor: colour('faint')},
        dataBackground: {lineStyle: {color: colour('line')}, areaStyle: {color: colour('line')}},
        selectedDataBackground: {lineStyle: {color: colour('faint')}, areaStyle: {color: colour('line')}},
        moveHandleSize: 0, showDetail: false, textStyle: {color: soft}},
    ],
  };
}

const timeAxis = (gridIndex, shown) => ({
  type: 'time', gridIndex, min: Date.parse(report.from), max: Date.parse(report.to),
  axisLine: {lineStyle: {color: colour('line')}}, axisTick: {show: false},
  axisLabel: {show: shown, color: colour('faint'), fontSize: 11, hideOverlap: true,
    formatter: {year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}'}},
  splitLine: {show: false},
});

const valueAxis = (gridIndex, format, more = {}) => ({
  gridIndex, scale: true, position: 'right', splitNumber: 4,
  axisLabel: {color: colour('faint'), fontSize: 11, formatter: format, inside: false},
  axisLine: {show: false}, axisTick: {show: false},
  splitLine: {lineStyle: {color: colour('line')}}, ...more,
});

const line = (name, data, axis, more = {}) => ({
  name, type: 'line', data, xAxisIndex: axis, yAxisIndex: axis, showSymbol: data.length < 2,
  symbolSize: 4, lineStyle: {width: 1.5}, ...more,
});

function drawEquity() {
  const curve = report.curve;
  const option = base([
    {left: 20, right: 56, top: 30, height: '52%'},
    {left: 20, right: 56, top: '70%', bottom: 50},
  ]);
  option.legend = {top: 0, left: 0, itemWidth: 16, itemHeight: 2, icon: 'rect',
    textStyle: {color: colour('soft')}, data: ['Equity', 'Buy and hold', 'Drawdown']};
  option.xAxis = [timeAxis(0, false), timeAxis(1, true)];
  option.yAxis = [valueAxis(0, short), valueAxis(1, value => short(value * 100) + ' %', {max: 0, splitNumber: 2})];
  option.series = [
    line('Buy and hold', zip(curve.time, curve.buy_and_hold), 0,
      {color: colour('faint'), lineStyle: {width: 1, type: 'dashed'}}),
    line('Equity', zip(curve.time, curve.equity), 0, {color: colour('accent'), lineStyle: {width: 2}}),
    line('Drawdown', zip(curve.time, curve.drawdown), 1,
      {color: colour('loss'), lineStyle: {width: 1}, areaStyle: {opacity: 0.18}}),
  ];
  option.tooltip.formatter = points => {
    const index = points.length ? points[0].dataIndex : 0;
    return `<b>${moment(curve.time[index])}</b><br>equity ${number(curve.equity[index])}`
      + `<br>buy and hold ${number(curve.buy_and_hold[index])}`
      + `<br>drawdown ${percent(curve.drawdown[index])}`;
  };
  put('equity', option);
}

function regimeBands() {
  const series = report.series.filter(each => each.regime && each.time.length);
  if (!series.length) {
    return [];
  }
  const {time, value} = series[0];
  const end = Date.parse(report.to);
  const bands = [];
  for (let i = 0; i < time.length; i++) {
    const from = i ? time[i - 1] : Math.max(Date.parse(report.from), time[i] - report.part_ms);
    const last = bands[bands.length - 1];
    if (last && last.value === value[i]) {
      last.to = Math.min(end, time[i]);
    } else {
      bands.push({value: value[i], from: last ? last.to : from, to: Math.min(end, time[i])});
    }
  }
  return bands.map(({value, from, to}) => [
    {xAxis: from, name: 'regime ' + value, label: {show: false},
      itemStyle: {color: regimeColours[value], opacity: 0.16}},
    {xAxis: to}]);
}

function marks(symbol) {
  const shown = trades.filter(trade => trade.symbol === symbol);
  const arrow = 'path://M0,10 L5,0 L10,10 Z';
  const entries = side => ({
    name: side === 'long' ? 'Long entry' : 'Short entry', type: 'scatter', xAxisIndex: 0, yAxisIndex: 0,
    symbol: arrow, symbolRotate: side === 'long' ? 0 : 180, symbolSize: phone() ? 6 : 9, z: 5,
    color: colour('accent'), itemStyle: {color: side === 'long' ? colour('accent') : colour('card'),
      borderColor: colour('accent'), borderWidth: 1.5},
    data: shown.filter(trade => trade.side === side)
      .map(trade => ({value: [trade.opened_at, trade.entry], trade})),
  });
  const exits = won => ({
    name: won ? 'Exit, won' : 'Exit, lost', type: 'scatter', xAxisIndex: 0, yAxisIndex: 0,
    symbol: 'circle', symbolSize: phone() ? 5 : 7, z: 5, color: colour(won ? 'gain' : 'loss'),
    itemStyle: {color: colour(won ? 'gain' : 'loss'), borderColor: colour('card'), borderWidth: 1},
    data: shown.filter(trade => trade.ended !== 'open' && trade.net > 0 === won)
      .map(trade => ({value: [trade.closed_at, trade.exit], trade})),
  });
  return [entries('long'), entries('short'), exits(true), exits(false)].filter(it => it.data.length);
}

function stopLines(symbol) {
  const of = kind => report.stops.filter(stop => stop.symbol === symbol && stop.kind === kind);
  const drawn = (name, stops, shade) => ({
    name, type: 'line', xAxisIndex: 0, yAxisIndex: 0, showSymbol: false, color: shade, z: 4,
    lineStyle: {width: 1.2, type: [3, 3]}, tooltip: {show: false},
    data: stops.flatMap(stop => [[stop.from, stop.price], [stop.to, stop.price], [stop.to, null]]),
  });
  return [
    drawn('Stop', of('stop'), colour('loss')),
    drawn('Take-profit', of('take_profit'), colour('gain')),
  ].filter(it => it.data.length);
}

const seriesColours = ['#c08a2d', '#7a6bb5', '#2f8f8b', '#b5648f', '#7d8f2f', '#8a6d5a'];

/** Grids one below the other: the price, a small one for each series of its own, the exposure. */
function panels(extra) {
  const small = 74;
  const gap = 26;
  const below = extra.length * (small + gap) + 50;
  const height = phone() ? 250 : 320;
  const grids = [{left: 20, right: 56, top: phone() ? 64 : 40, height}];
  let top = grids[0].top + height + gap;
  extra.forEach(() => {
    grids.push({left: 20, right: 56, top, height: small});
    top += small + gap;
  });
  document.getElementById('price').style.height = grids[0].top + height + below + 10 + 'px';
  return grids;
}

/** Whether a series can be drawn over a price: all of it lies near where the price was. */
function overPrice(series, price) {
  const lowest = Math.min(...price.low) * 0.5;
  const highest = Math.max(...price.high) * 1.5;
  return !series.regime && series.time.length > 0 && series.value.every(value => value > lowest && value < highest);
}

function drawPrice() {
  const choice = document.getElementById('symbol');
  const symbol = choice ? choice.value : Object.keys(report.prices)[0];
  const price = report.prices[symbol];
  if (!price) {
    document.getElementById('price').closest('section').hidden = true;
    return;
  }
  const over = report.series.filter(each => overPrice(each, price));
  const own = report.series.filter(each => !overPrice(each, price) && !each.regime && each.time.length);
  const extra = [...own.map(each => ({title: each.name, data: zip(each.time, each.value), step: false})),
    {title: 'exposure', data: zip(report.curve.time, report.curve.exposure), step: 'end'}];
  const option = base(panels(extra));
  option.title = extra.map((panel, i) => ({
    text: panel.title, left: 22, top: option.grid[i + 1].top - 16,
    textStyle: {fontSize: 11, fontWeight: 500, color: colour('faint')}}));
  option.xAxis = option.grid.map((_, i) => timeAxis(i, i === extra.length));
  option.yAxis = [valueAxis(0, short),
    ...extra.map((panel, i) => valueAxis(i + 1,
      panel.title === 'exposure' ? value => short(value * 100) + ' %' : short, {splitNumber: 1}))];
  const candles = {
    name: symbol, type: 'candlestick', xAxisIndex: 0, yAxisIndex: 0,
    data: zip(price.time, price.open, price.close, price.low, price.high),
    itemStyle: {color: colour('up'), color0: colour('down'), borderColor: colour('up'), borderColor0: colour('down')},
    markArea: {silent: true, data: regimeBands()},
  };
  option.series = [candles,
    ...over.map((each, i) => line(each.name, zip(each.time, each.value), 0,
      {color: seriesColours[i % seriesColours.length], lineStyle: {width: 1.2}, z: 3})),
    ...stopLines(symbol), ...marks(symbol),
    ...extra.map((panel, i) => line(panel.title, panel.data, i + 1,
      {color: panel.title === 'exposure' ? colour('accent') : colour('soft'), step: panel.step,
        lineStyle: {width: 1}, areaStyle: {opacity: panel.title === 'exposure' ? 0.15 : 0}}))];
  option.legend = {top: 0, left: 0, type: 'scroll', itemWidth: 12, itemHeight: 8,
    textStyle: {color: colour('soft'), fontSize: 12}, pageTextStyle: {color: colour('soft')},
    pageIconColor: colour('soft'), pageIconInactiveColor: colour('line'),
    data: option.series.slice(1, option.series.length - extra.length)
      .map(it => it.type === 'line' ? {name: it.name, icon: 'path://M0,4 H12 V6 H0 Z'} : {name: it.name})};
  option.tooltip.formatter = priceTip(symbol);
  put('price', option);
}

const priceTip = symbol => points => {
  const lines = [];
  const candle = points.find(point => point.seriesType === 'candlestick');
  if (candle) {
    const [time, open, close, low, high] = candle.value;
    lines.push(`<b>${moment(time)}</b>`,
      `open ${short4(open)} high ${short4(high)} low ${short4(low)} close ${short4(close)}`);
  }
  const seen = new Set();
  points.forEach(point => {
    const trade = point.data && point.data.trade;
    if (trade && !seen.has(trade.number)) {
      seen.add(trade.number);
      lines.push(`<b>${point.seriesName}</b> #${trade.number} at ${short4(point.value[1])}`
        + `, net ${number(trade.net)}`);
      lines.push(escaped(point.seriesName.startsWith('Exit') ? trade.why_out : trade.why));
    } else if (point.seriesType === 'line' && point.value && point.value[1] !== null) {
      const shown = point.seriesName === 'exposure' ? percent(point.value[1]) : short4(point.value[1]);
      lines.push(`${escaped(point.seriesName)} ${shown}`);
    }
  });
  return lines.slice(0, 14).join('<br>');
};

const short4 = value => value === null || value === undefined ? ''
  : Math.abs(value) >= 1000 ? number(value, 2) : String(+(+value).toPrecision(6)).replace('-', '\u2212');

function drawReturns() {
  const {first, width, counts} = report.trade_returns;
  if (!counts.length) {
    document.getElementById('returns').textContent = 'No trade is over.';
    return;
  }
  const names = counts.map((_, i) => percent(first + i * width));
  put('returns', {
    animation: false, textStyle: {fontFamily: 'system-ui, sans-serif', color: colour('soft')},
    grid: {left: 36, right: 8, top: 10, bottom: 24},
    tooltip: {confine: true, backgroundColor: colour('card'), borderColor: colour('line'),
      textStyle: {color: colour('ink'), fontSize: 12},
      formatter: point => `${percent(first + point.dataIndex * width)} to `
        + `${percent(first + (point.dataIndex + 1) * width)}<br>${point.value} trades`},
    xAxis: {type: 'category', data: names, axisTick: {show: false}, axisLine: {lineStyle: {color: colour('line')}},
      axisLabel: {color: colour('faint'), fontSize: 11, hideOverlap: true}},
    yAxis: {minInterval: 1, axisLabel: {color: colour('faint'), fontSize: 11},
      splitLine: {lineStyle: {color: colour('line')}}},
    series: [{type: 'bar', barCategoryGap: '12%', data: counts.map((value, i) => ({value,
      itemStyle: {color: colour(first + (i + 0.5) * width < 0 ? 'loss' : 'gain'), opacity: 0.75}}))}],
  });
}

function put(id, option) {
  if (charts[id]) {
    const zoom = charts[id].getOption().dataZoom;
    if (zoom && option.dataZoom) {
      option.dataZoom.forEach((each, i) => Object.assign(each, {start: zoom[i].start, end: zoom[i].end}));
    }
    charts[id].resize();
    charts[id].setOption(option, true);
    return;
  }
  charts[id] = echarts.init(document.getElementById(id), null, {renderer: 'canvas'});
  charts[id].setOption(option);
}

function draw() {
  drawEquity();
  drawPrice();
  drawReturns();
}

/** Shows so much of the time in both charts. */
function zoomTo(from, to) {
  const margin = Math.max((to - from) * 2, report.part_ms * 20);
  ['equity', 'price'].filter(id => charts[id]).forEach(id => charts[id].dispatchAction(
    {type: 'dataZoom', startValue: from - margin, endValue: to + margin}));
}

const dark = () => document.documentElement.dataset.theme
  ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;

function themed() {
  document.getElementById('theme').textContent = dark() ? 'Light' : 'Dark';
  draw();
}

document.getElementById('theme').addEventListener('click', () => {
  document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
  themed();
});
document.getElementById('symbol')?.addEventListener('input', drawPrice);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', themed);
let resizing = 0;
window.addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(draw, 80);
});
// Paper is light: what is drawn must be drawn again for it.
let onScreen;
window.addEventListener('beforeprint', () => {
  onScreen = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = 'light';
  draw();
});
window.addEventListener('afterprint', () => {
  if (onScreen) {
    document.documentElement.dataset.theme = onScreen;
  } else {
    delete document.documentElement.dataset.theme;
  }
  draw();
});
themed();
if (charts.equity && charts.price) {
  echarts.connect([charts.equity, charts.price]);
}
