/* Draws the maps of components/map.html with Leaflet, offline: land, graticule, sectors, the dashed line, crossings.
 * No tile server, no limits but the line, no side. Without this script every field still works. */
(function () {
  "use strict";

  const DECIMALS = 5; // about a metre
  const HOME = [[28.5, 60], [38, 75.5]]; // where a map looks until the line has come
  const GRATICULE_STEPS = [[11, 0.05], [9, 0.2], [7, 0.5], [5, 2], [0, 10]]; // from this zoom on: degrees
  const REDRAW_AFTER_MS = 200;

  function start(root) {
    const found = root.querySelectorAll ? Array.from(root.querySelectorAll("[data-map]")) : [];
    if (root.matches && root.matches("[data-map]")) {
      found.push(root);
    }
    found.filter((container) => !container.dataset.drawn).forEach(draw);
  }

  function draw(container) {
    container.dataset.drawn = "started";
    const map = emptyMap(container);
    drawGraticule(map, container);
    const layers = [
      load(container.dataset.landUrl).then((land) => drawLand(map, container, land)),
      load(container.dataset.sectorsUrl).then((sectors) => drawSectors(map, container, sectors)),
      load(container.dataset.lineUrl).then((line) => drawLine(map, container, line)),
      load(container.dataset.crossingsUrl).then((crossings) => drawCrossings(map, container, crossings)),
      startMode(map, container),
    ];
    Promise.allSettled(layers).then((outcomes) => {
      const failures = outcomes.filter((outcome) => outcome.status === "rejected");
      if (failures.length) {
        failures.forEach((failure) => console.error(failure.reason));
        sayFailed(container);
      }
      container.dataset.drawn = failures.length ? "failed" : "yes";
    });
  }

  function startMode(map, container) {
    if (container.dataset.mode === "pick") {
      return startPicking(map, container);
    }
    return container.dataset.mode === "polygon" ? startPolygon(map, container) : showPoints(map, container);
  }

  // The ground

  function emptyMap(container) {
    container.dir = "ltr"; // a map does not turn round in a right-to-left page
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", container.dataset.label);
    const map = L.map(container, {
      attributionControl: false, // its prefix carries a flag; the caption below the map names the source
      zoomControl: false,
      scrollWheelZoom: false, // the page must scroll past the map
      minZoom: 3,
      maxZoom: 14,
      zoomSnap: 0.5,
    });
    L.control.zoom({ zoomInTitle: container.dataset.zoomInLabel, zoomOutTitle: container.dataset.zoomOutLabel }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    // From the back to the front, whatever the order in which they arrive.
    ["land", "graticule", "sectors", "line", "crossings"].forEach((name, position) => {
      map.createPane(name).style.zIndex = 300 + 20 * position;
    });
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    map.fitBounds(HOME, { animate: false });
    new ResizeObserver(() => map.invalidateSize()).observe(container);
    return map;
  }

  function drawLand(map, container, atlas) {
    const style = { stroke: false, fill: true, fillOpacity: 1, fillColor: colour(container, "land", "#f3f1ea") };
    const options = { pane: "land", interactive: false, style, renderer: L.canvas({ pane: "land" }) };
    L.geoJSON(topojson.feature(atlas, atlas.objects.land), options).addTo(map);
  }

  function drawGraticule(map, container) {
    const ink = { pane: "graticule", interactive: false, weight: 0.5, color: colour(container, "graticule", "#b8b4a8") };
    const group = L.layerGroup().addTo(map);
    const redraw = () => {
      group.clearLayers();
      const view = map.getBounds();
      const step = GRATICULE_STEPS.find(([fromZoom]) => map.getZoom() >= fromZoom)[1];
      const [south, north, west, east] = [view.getSouth(), view.getNorth(), view.getWest(), view.getEast()];
      between(west, east, step).forEach((longitude) => {
        L.polyline([[south, longitude], [north, longitude]], ink).addTo(group);
        label([north, longitude], degrees(longitude, "E", "W"), "map-label-meridian").addTo(group);
      });
      between(south, north, step).forEach((latitude) => {
        L.polyline([[latitude, west], [latitude, east]], ink).addTo(group);
        label([latitude, east], degrees(latitude, "N", "S"), "map-label-parallel").addTo(group);
      });
    };
    map.on("moveend", redraw);
    redraw();
  }

  function between(low, high, step) {
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.max(Math.floor(high / step) - first + 1, 0) }, (_, index) => (first + index) * step);
  }

  function degrees(value, positive, negative) {
    return Number(Math.abs(value).toFixed(2)) + "° " + (value < 0 ? negative : positive);
  }

  function label(position, text, className) {
    const icon = L.divIcon({ className: "map-label " + className, html: textNode(text), iconSize: null });
    return L.marker(position, { icon, pane: "graticule", interactive: false, keyboard: false });
  }

  function drawSectors(map, container, sectors) {
    const fills = [colour(container, "sector", "#5b7f95"), colour(container, "sector-alternate", "#8a7f5b")];
    let drawn = 0;
    // Fills only: an edge drawn around a sector would look like another line.
    L.geoJSON(sectors, {
      pane: "sectors",
      smoothFactor: 0, // each polygon simplified by itself would open gaps between them
      style: () => ({ stroke: false, fillOpacity: 0.22, fillColor: fills[drawn++ % fills.length] }),
      bubblingMouseEvents: true,
      onEachFeature: (feature, layer) => nameOnHover(layer, feature.properties.name, { sticky: true }),
    }).addTo(map);
  }

  function drawLine(map, container, line) {
    const style = { color: colour(container, "line", "#4a4a4a"), weight: 2, dashArray: "6 6", fill: false };
    const layer = L.geoJSON(line, { pane: "line", interactive: false, style }).addTo(map);
    if (!container.dataset.moved) {
      map.fitBounds(layer.getBounds(), { animate: false, padding: [16, 16] });
    }
  }

  function drawCrossings(map, container, crossings) {
    const ink = colour(container, "crossing", "#2f4858");
    L.geoJSON(crossings, {
      pane: "crossings",
      pointToLayer: (feature, position) => L.circleMarker(position, {
        pane: "crossings", radius: 4, weight: 1.5, color: ink, fillColor: ink, bubblingMouseEvents: true,
        // A hollow ring where the place is known only approximately.
        fillOpacity: feature.properties.certainty === "published" ? 1 : 0,
      }),
      onEachFeature: (feature, layer) => nameOnHover(layer, feature.properties.name, {}),
    }).addTo(map);
  }

  function nameOnHover(layer, name, options) {
    layer.bindTooltip(textNode(name), options);
    // A shape with a tooltip becomes a stop of the Tab key: nobody should have to pass forty of them.
    layer.on("add", () => layer.getElement().setAttribute("tabindex", "-1"));
  }

  // Mode "pick": the inputs are the truth, the marker repeats them

  function startPicking(map, container) {
    const latitude = document.getElementById(container.dataset.latitudeInput);
    const longitude = document.getElementById(container.dataset.longitudeInput);
    const marker = pointMarker([0, 0], { draggable: true, keyboard: false, title: container.dataset.markerLabel });
    const show = () => showInputs(map, container, marker, numberIn(latitude, 90), numberIn(longitude, 180));
    const write = (position) => {
      const wrapped = position.wrap();
      latitude.value = wrapped.lat.toFixed(DECIMALS);
      longitude.value = wrapped.lng.toFixed(DECIMALS);
      [latitude, longitude].forEach(announce);
    };
    map.on("click", (event) => write(event.latlng));
    marker.on("dragend", () => write(marker.getLatLng()));
    [latitude, longitude].forEach((input) => input.addEventListener("change", show));
    show();
    return Promise.resolve();
  }

  function showInputs(map, container, marker, latitude, longitude) {
    if (latitude === null || longitude === null) {
      marker.remove();
      return;
    }
    marker.setLatLng([latitude, longitude]).addTo(map);
    lookAt(map, container, [latitude, longitude]);
  }

  function lookAt(map, container, position) {
    if (!container.dataset.moved) {
      container.dataset.moved = "yes";
      map.setView(position, 8, { animate: false });
    } else if (!map.getBounds().contains(position)) {
      map.panTo(position, { animate: false });
    }
  }

  function numberIn(input, limit) {
    const value = input.value.trim() === "" ? NaN : Number(input.value);
    return Math.abs(value) <= limit ? value : null;
  }

  function announce(input) {
    ["input", "change"].forEach((name) => input.dispatchEvent(new Event(name, { bubbles: true })));
  }

  // Mode "show": one point, or many in clusters

  function showPoints(map, container) {
    if (container.dataset.pointsUrl) {
      return load(container.dataset.pointsUrl).then((points) => showMany(map, points));
    }
    if (container.dataset.latitude && container.dataset.longitude) {
      const position = [Number(container.dataset.latitude), Number(container.dataset.longitude)];
      pointMarker(position, { interactive: false, keyboard: false }).addTo(map);
      lookAt(map, container, position);
    }
    return Promise.resolve();
  }

  function showMany(map, points) {
    const clusters = L.markerClusterGroup({ showCoverageOnHover: false, maxClusterRadius: 40 });
    const layer = L.geoJSON(points, {
      filter: (feature) => feature.geometry && feature.geometry.type === "Point",
      pointToLayer: (feature, position) => pointMarker(position, { title: feature.properties.title }),
      onEachFeature: (feature, marker) => marker.bindPopup(() => pointLink(feature.properties)),
    });
    clusters.addLayer(layer).addTo(map);
  }

  function pointLink(properties) {
    const element = textNode(properties.title, properties.url ? "a" : "span");
    if (properties.url) {
      element.href = properties.url;
    }
    return element;
  }

  function pointMarker(position, options) {
    return L.marker(position, { icon: L.divIcon({ className: "map-point", iconSize: [16, 16] }), ...options });
  }

  // Mode "polygon": what the textarea says, redrawn as it is typed

  function startPolygon(map, container) {
    const input = document.getElementById(container.dataset.geojsonInput);
    const ink = colour(container, "polygon", "#8c3b1f");
    const layer = L.geoJSON(null, { interactive: false, style: { color: ink, weight: 2, fillOpacity: 0.15 } }).addTo(map);
    let waiting;
    const redraw = () => drawPolygon(map, container, layer, input);
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(redraw, REDRAW_AFTER_MS);
    });
    redraw();
    return Promise.resolve();
  }

  function drawPolygon(map, container, layer, input) {
    layer.clearLayers();
    try {
      layer.addData(JSON.parse(input.value));
    } catch (problem) {
      layer.clearLayers(); // half typed: the form says what is wrong when it is sent
      return;
    }
    if (layer.getBounds().isValid()) {
      container.dataset.moved = "yes";
      map.fitBounds(layer.getBounds(), { animate: false });
    }
  }

  // What all of it needs

  function load(url) {
    return fetch(url, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) {
        throw new Error(url + ": " + answer.status);
      }
      return answer.json();
    });
  }

  function colour(container, name, otherwise) {
    return getComputedStyle(container).getPropertyValue("--map-" + name).trim() || otherwise;
  }

  // Leaflet takes text for HTML: what people named goes in as a node.
  function textNode(text, tag = "span") {
    const element = document.createElement(tag);
    element.dir = "auto";
    element.textContent = text;
    return element;
  }

  function sayFailed(container) {
    const words = textNode(container.dataset.failedLabel, "p");
    words.className = "map-failed";
    words.setAttribute("role", "status");
    container.after(words);
  }

  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  start(document);
})();
