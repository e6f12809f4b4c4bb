// Lays a graph out with ELK, for `picture-figures.rs`. elkjs is no part of this project: it is taken
// from where `npm install elkjs` put it above this file, or from the path in `ELKJS`
// (…/elkjs/lib/elk.bundled.js).
import fs from "node:fs";

const { nodes, groups, links, direction } = JSON.parse(fs.readFileSync(0, "utf8"));
const from = process.env.ELKJS ?? "elkjs/lib/elk.bundled.js";
const { default: ELK } = await import(from);

const inside = (parent) => [
  ...nodes.flatMap((node, at) => (node.group === parent
    ? [{ id: `n${at}`, width: node.width, height: node.height }] : [])),
  ...groups.flatMap((group, at) => (group.parent === parent ? [{
    id: `g${at}`,
    labels: [{ text: "title", width: group.title, height: 20 }],
    layoutOptions: {
      "elk.nodeLabels.placement": "[H_LEFT, V_TOP, INSIDE]",
      "elk.padding": "[top=36,left=16,bottom=16,right=16]",
    },
    children: inside(at),
  }] : [])),
];

const placed = await new ELK().layout({
  id: "whole",
  layoutOptions: {
    "elk.algorithm": "layered",
    "elk.direction": direction,
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.layered.spacing.nodeNodeBetweenLayers": "40",
    "elk.spacing.nodeNode": "30",
    "elk.spacing.edgeNode": "15",
    "elk.spacing.edgeEdge": "12",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
    "elk.layered.spacing.edgeNodeBetweenLayers": "15",
    "elk.layered.thoroughness": "50",
    "org.eclipse.elk.json.edgeCoords": "ROOT",
    "org.eclipse.elk.json.shapeCoords": "ROOT",
  },
  children: inside(null),
  edges: links.map((link, at) => ({
    id: `e${at}`,
    sources: [`n${link.from}`],
    targets: [`n${link.to}`],
    labels: link.label ? [{ text: "label", width: link.label[0], height: link.label[1] }] : [],
  })),
});

const boxes = {};
const ways = {};
const collect = (node) => {
  for (const edge of node.edges ?? []) {
    const [{ startPoint, bendPoints = [], endPoint }] = edge.sections;
    ways[edge.id] = [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y]);
  }
  for (const child of node.children ?? []) {
    boxes[child.id] = [child.x, child.y, child.width, child.height];
    collect(child);
  }
};
collect(placed);
console.log(JSON.stringify({
  width: placed.width,
  height: placed.height,
  nodes: nodes.map((_, at) => boxes[`n${at}`]),
  groups: groups.map((_, at) => boxes[`g${at}`]),
  routes: links.map((_, at) => ways[`e${at}`] ?? []),
}));
