// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/conference_rows.h"

#include <string>
#include <utility>

namespace mcu::store {

namespace {

using conference::StoredConference;
using conference::StoredSite;
using conference::StoredSiteRecord;
using conference::StoredView;

/// Binds values to a statement's parameters one after another.
class Row {
public:
    Row(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

    Row& operator<<(const std::string& value) {
        statement_.bind(++index_, value);
        return *this;
    }

    Row& operator<<(std::int64_t value) {
        statement_.bind(++index_, value);
        return *this;
    }

    Row& operator<<(double value) {
        statement_.bind(++index_, value);
        return *this;
    }

    void write() { statement_.exec(); }

private:
    SQLite::Statement statement_;
    int index_ = 0;
};

/// Reads a row's columns one after another.
class Columns {
public:
    explicit Columns(SQLite::Statement& statement) : statement_(statement) {}

    std::string text() { return statement_.getColumn(next_++).getString(); }

    std::int64_t number() { return statement_.getColumn(next_++).getInt64(); }

    bool flag() { return number() != 0; }

    double real() { return statement_.getColumn(next_++).getDouble(); }

private:
    SQLite::Statement& statement_;
    int next_ = 0;
};

std::int64_t number(bool value) {
    return value ? 1 : 0;
}

media::Encryption encryptionFrom(std::int64_t value) {
    switch (value) {
        case 0:
            return media::Encryption::disabled;
        case 2:
            return media::Encryption::required;
        default:
            return media::Encryption::preferred;
    }
}

void writeSites(SQLite::Database& database, const StoredConference& stored) {
    std::int64_t position = 0;
    for (const auto& site : stored.sites) {
        Row row(database, "INSERT INTO conference_site VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
        row << stored.spec.conference.value << position++ << site.id.value << site.uri
            << site.lastAddress << number(site.wanted) << number(site.redial)
            << number(site.microphoneOn) << number(site.speakerOn) << number(site.cameraOn)
            << static_cast<double>(site.volumeDb) << number(site.securedOffer);
        row.write();
    }
}

void writeViews(SQLite::Database& database, const StoredConference& stored) {
    for (const auto& view : stored.views) {
        Row row(database, "INSERT INTO conference_view VALUES (?,?,?)");
        row << stored.spec.conference.value << view.view << view.layout;
        row.write();
        std::int64_t pane = 0;
        for (const auto& site : view.sites) {
            Row paneRow(database, "INSERT INTO view_pane VALUES (?,?,?,?)");
            paneRow << stored.spec.conference.value << view.view << pane++ << site.value;
            paneRow.write();
        }
    }
}

void writeBanners(SQLite::Database& database, const StoredConference& stored) {
    for (const auto& [view, banner] : stored.banners) {
        Row row(database, "INSERT INTO view_banner VALUES (?,?,?,?,?)");
        row << stored.spec.conference.value << view << banner.text << number(banner.rolling)
            << number(banner.low);
        row.write();
    }
}

void readSites(SQLite::Database& database, StoredConference& stored) {
    SQLite::Statement query(database,
                            "SELECT site, uri, last_address, wanted, redial, microphone, speaker, "
                            "camera, volume_db, secured_offer FROM "
                            "conference_site WHERE conference=? ORDER BY position");
    query.bind(1, stored.spec.conference.value);
    while (query.executeStep()) {
        Columns columns(query);
        StoredSite site;
        site.id = SiteId{columns.text()};
        site.uri = columns.text();
        site.lastAddress = columns.text();
        site.wanted = columns.flag();
        site.redial = columns.flag();
        site.microphoneOn = columns.flag();
        site.speakerOn = columns.flag();
        site.cameraOn = columns.flag();
        site.volumeDb = static_cast<float>(columns.real());
        site.securedOffer = columns.flag();
        stored.sites.push_back(std::move(site));
    }
}

void readViews(SQLite::Database& database, StoredConference& stored) {
    SQLite::Statement query(
        database, "SELECT view, layout FROM conference_view WHERE conference=? ORDER BY view");
    query.bind(1, stored.spec.conference.value);
    while (query.executeStep()) {
        Columns columns(query);
        StoredView view;
        view.view = columns.text();
        view.layout = columns.text();
        SQLite::Statement panes(
            database, "SELECT site FROM view_pane WHERE conference=? AND view=? ORDER BY pane");
        panes.bind(1, stored.spec.conference.value);
        panes.bind(2, view.view);
        while (panes.executeStep()) {
            view.sites.push_back(SiteId{panes.getColumn(0).getString()});
        }
        stored.views.push_back(std::move(view));
    }
}

void readBanners(SQLite::Database& database, StoredConference& stored) {
    SQLite::Statement query(
        database,
        "SELECT view, body, rolling, low FROM view_banner WHERE conference=? ORDER BY view");
    query.bind(1, stored.spec.conference.value);
    while (query.executeStep()) {
        Columns columns(query);
        conference::StoredBanner banner;
        banner.view = columns.text();
        banner.banner.text = columns.text();
        banner.banner.rolling = columns.flag();
        banner.banner.low = columns.flag();
        stored.banners.push_back(std::move(banner));
    }
}

StoredConference readConference(SQLite::Statement& query) {
    Columns columns(query);
    StoredConference stored;
    auto& spec = stored.spec;
    spec.conference = ConferenceId{columns.text()};
    spec.title = columns.text();
    spec.open = columns.flag();
    spec.encryption = encryptionFrom(columns.number());
    spec.layout = columns.text();
    spec.width = static_cast<int>(columns.number());
    spec.height = static_cast<int>(columns.number());
    spec.framesPerSecond = static_cast<int>(columns.number());
    spec.muteOnEntry = columns.flag();
    spec.captions = columns.flag();
    spec.maxOwnViews = static_cast<int>(columns.number());
    stored.locked = columns.flag();
    stored.voiceSwitching = columns.flag();
    stored.voiceHold = std::chrono::milliseconds(columns.number());
    stored.chair = SiteId{columns.text()};
    stored.broadcast = SiteId{columns.text()};
    stored.chairLook = SiteId{columns.text()};
    spec.tally = columns.flag();
    return stored;
}

StoredSiteRecord readSite(SQLite::Statement& query) {
    Columns columns(query);
    StoredSiteRecord stored;
    auto& record = stored.record;
    record.id = SiteId{columns.text()};
    stored.deleted = columns.flag();
    record.name = columns.text();
    record.shortName = columns.text();
    record.level = columns.text();
    record.uri = columns.text();
    record.user = columns.text();
    record.password = Secret<std::string>(columns.text());
    record.home = ConferenceId{columns.text()};
    record.hasEncryption = columns.flag();
    record.encryption = encryptionFrom(columns.number());
    record.preferDtls = columns.flag();
    record.ice = columns.flag();
    record.maxKbps = static_cast<std::uint32_t>(columns.number());
    record.relay = columns.text();
    record.manualMcu = columns.flag();
    record.phone = columns.text();
    record.via = SiteId{columns.text()};
    record.backupUri = columns.text();
    return stored;
}

}  // namespace

void writeConference(SQLite::Database& database, const StoredConference& stored) {
    removeConference(database, stored.spec.conference);
    const auto& spec = stored.spec;
    Row row(database, "INSERT INTO conference VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    row << spec.conference.value << spec.title << number(spec.open)
        << static_cast<std::int64_t>(spec.encryption) << spec.layout
        << static_cast<std::int64_t>(spec.width) << static_cast<std::int64_t>(spec.height)
        << static_cast<std::int64_t>(spec.framesPerSecond) << number(spec.muteOnEntry)
        << number(spec.captions) << static_cast<std::int64_t>(spec.maxOwnViews)
        << number(stored.locked) << number(stored.voiceSwitching)
        << static_cast<std::int64_t>(stored.voiceHold.count()) << stored.chair.value
        << stored.broadcast.value << stored.chairLook.value << number(spec.tally);
    row.write();
    writeSites(database, stored);
    writeViews(database, stored);
    writeBanners(database, stored);
}

void removeConference(SQLite::Database& database, const ConferenceId& id) {
    Row row(database, "DELETE FROM conference WHERE id=?");  // its other rows go with it
    row << id.value;
    row.write();
}

void writeSite(SQLite::Database& database, const StoredSiteRecord& stored) {
    const auto& record = stored.record;
    Row gone(database, "DELETE FROM site WHERE id=?");
    gone << record.id.value;
    gone.write();
    Row row(database, "INSERT INTO site VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    row << record.id.value << number(stored.deleted) << record.name << record.shortName
        << record.level << record.uri << record.user << record.password.reveal()
        << record.home.value << number(record.hasEncryption)
        << static_cast<std::int64_t>(record.encryption) << number(record.preferDtls)
        << number(record.ice) << static_cast<std::int64_t>(record.maxKbps) << record.relay
        << number(record.manualMcu) << record.phone << record.via.value << record.backupUri;
    row.write();
    std::int64_t position = 0;
    for (const auto& alias : record.aliases) {
        Row aliasRow(database, "INSERT INTO site_alias VALUES (?,?,?)");
        aliasRow << record.id.value << position++ << alias;
        aliasRow.write();
    }
}

void writeRequest(SQLite::Database& database, const conference::RequestStatus& request) {
    Row row(database, "INSERT OR REPLACE INTO request VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    const auto askedAt =
        std::chrono::duration_cast<std::chrono::microseconds>(request.askedAt.time_since_epoch());
    row << static_cast<std::int64_t>(request.number) << request.conference.value
        << request.site.value << request.siteName << request.owner.value << request.actor
        << static_cast<std::int64_t>(askedAt.count()) << request.takenSeconds
        << request.pictureSeconds << request.soundUpSeconds << request.soundDownSeconds
        << request.twoWaySeconds << request.state << request.reason << number(request.implicit)
        << number(request.late) << number(request.confirmedByHand);
    row.write();
}

conference::StoredState readAll(SQLite::Database& database) {
    conference::StoredState state;
    SQLite::Statement conferences(database, "SELECT * FROM conference ORDER BY id");
    while (conferences.executeStep()) {
        auto stored = readConference(conferences);
        readSites(database, stored);
        readViews(database, stored);
        readBanners(database, stored);
        state.conferences.push_back(std::move(stored));
    }
    SQLite::Statement sites(database, "SELECT * FROM site ORDER BY id");
    while (sites.executeStep()) {
        auto stored = readSite(sites);
        SQLite::Statement aliases(database,
                                  "SELECT alias FROM site_alias WHERE site=? ORDER BY position");
        aliases.bind(1, stored.record.id.value);
        while (aliases.executeStep()) {
            stored.record.aliases.push_back(aliases.getColumn(0).getString());
        }
        state.sites.push_back(std::move(stored));
    }
    state.lastRequest = static_cast<std::uint64_t>(
        database.execAndGet("SELECT IFNULL(MAX(number), 0) FROM request").getInt64());
    return state;
}

}  // namespace mcu::store
