// A feed as JSON, by gofeed: its own form, which is no JSON Feed.
// usage: gofeed FILE
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/mmcdole/gofeed"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	feed, err := gofeed.NewParser().Parse(file)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(feed); err != nil {
		log.Fatal(err)
	}
}
