<?php
/*
 * What the authors of a WordPress do, each thing at a moment of its own, as if
 * the site's clock showed that: "start-wordpress DIR tool eval desk.php FILE",
 * where FILE is a list of [moment in UTC, what, post, more] in JSON.
 */
global $desk_now, $desk_status;

add_filter(
	'wp_insert_post_data',
	function ( $data ) {
		global $desk_now, $desk_status;
		$data['post_modified_gmt'] = $desk_now;
		$data['post_modified']     = get_date_from_gmt( $desk_now );
		if ( $desk_status ) {
			$data['post_status'] = $desk_status;
		}
		return $data;
	}
);

function desk_number( $name ) {
	$found = get_posts( array( 'name' => $name, 'post_status' => 'any' ) );
	if ( ! $found ) {
		peer_fail( "no post $name" );
	}
	return $found[0]->ID;
}

/* A new post; one that is scheduled has its date, and is not to be seen yet. */
function desk_post( $name, $is ) {
	global $desk_now, $desk_status;
	$date        = $is['date'] ?? $desk_now;
	$desk_status = isset( $is['date'] ) ? 'future' : null;
	$number      = wp_insert_post(
		wp_slash(
			array(
				'post_status'   => 'publish',
				'post_name'     => $name,
				'post_title'    => $is['title'],
				'post_content'  => $is['content'],
				'post_date_gmt' => $date,
				'post_date'     => get_date_from_gmt( $date ),
			)
		),
		true
	);
	$desk_status = null;
	if ( is_wp_error( $number ) ) {
		peer_fail( $number );
	}
	wp_set_post_tags( $number, $is['tags'] );
}

function desk_edit( $name, $is ) {
	$end = wp_update_post( wp_slash( array( 'ID' => desk_number( $name ), 'post_title' => $is['title'] ) ), true );
	if ( is_wp_error( $end ) ) {
		peer_fail( $end );
	}
}

foreach ( json_decode( file_get_contents( $args[0] ), true ) as list( $desk_now, $what, $name, $is ) ) {
	switch ( $what ) {
		case 'empty':
			foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
				wp_delete_post( $post->ID, true );
			}
			break;
		case 'post':
		case 'schedule':
			desk_post( $name, $is );
			break;
		case 'due': /* as WordPress's own cron does it */
			wp_publish_post( desk_number( $name ) );
			break;
		case 'edit':
			desk_edit( $name, $is );
			break;
		case 'trash':
			wp_trash_post( desk_number( $name ) );
			break;
	}
}
