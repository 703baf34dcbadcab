package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * A margin table and its id.
 *
 * @param id what markets name it by
 * @param table the table
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record MarginTableEntry(int id, MarginTable table) {}
