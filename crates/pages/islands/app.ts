// Islands improve pages that already work without them; nothing here is needed.
import { MapIsland } from "./map";
import { PasskeyIsland } from "./passkey";
import { SheetIsland } from "./sheet";
import { TableIsland } from "./table";

customElements.define("al-table", TableIsland);
customElements.define("al-map", MapIsland);
customElements.define("al-passkey", PasskeyIsland);
customElements.define("al-sheet", SheetIsland);
